// Databases of a size, with an administrator of every organisation in them: an SQLite file that is made once and
// kept, and one on a PostgreSQL server that is there for this run. Each is `{ url, rows, toImportInto }`.

import { execFileSync } from 'node:child_process'
import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import { join } from 'node:path'

export const api = process.env.UPM_API_BIN ?? 'upm-api'
const python = process.env.UPM_PYTHON ?? 'python3'

/** The persona that administers everything. */
export const PERSONA = 'platform-la'

const ARRANGED = [
  `INSERT INTO administrator_role SELECT persona.administrator_id, organisation.ods, 'primaryLocalAdministrator'
   FROM persona CROSS JOIN organisation WHERE persona.id = '${PERSONA}' ON CONFLICT DO NOTHING`,
  // An import is not to end for want of seats.
  'UPDATE subscription SET seats = 10000000'
]

/** The SQLite database of a size. */
export function sqlite(folder, size) {
  const file = join(folder, `api-${Object.values(size).join('-')}.db`)
  if (!existsSync(file)) {
    const unfinished = `${file}.new`
    seed(`sqlite://${unfinished}`, size)
    for (const statement of ARRANGED) inSqlite(unfinished, statement)
    renameSync(unfinished, file)
  }
  return {
    ...inFile(file),
    /** A copy, so that the next run finds the same; with what removes it. */
    toImportInto() {
      const copy = `${file}.import`
      copyFileSync(file, copy)
      const end = () => ['', '-wal', '-shm'].forEach((ending) => rmSync(copy + ending, { force: true }))
      return { ...inFile(copy), end }
    }
  }
}

/** A database of a size on the PostgreSQL server whose maintenance database this is. */
export function postgres(server, psql, size) {
  const name = `bench_${Object.values(size).join('_')}`
  const url = server.replace(/^postgres:\/\/([^/?]+)\/?/, `postgres://$1/${name}`)
  inPostgres(psql, server, `CREATE DATABASE ${name}`)
  seed(url, size)
  for (const statement of ARRANGED) inPostgres(psql, url, statement)
  inPostgres(psql, url, 'VACUUM ANALYZE')
  const database = { url, rows: (sql) => JSON.parse(inPostgres(psql, url, `SELECT json_agg(to_jsonb(found)) FROM (${sql}) AS found`)).map(Object.values) }
  return { ...database, toImportInto: () => ({ ...database, end() {} }) }
}

function seed(url, { organisations, policies, users }) {
  console.log(`Making ${users.toLocaleString('en-GB')} people in ${policies.toLocaleString('en-GB')} policies (minutes)`)
  const size = ['--organisations', organisations, '--policies', policies, '--users', users, '--seed', 7].map(String)
  execFileSync(api, ['--log=error', 'seed', '--force', '--database-url', url, ...size], { stdio: 'inherit' })
}

const inFile = (file) => ({ url: `sqlite://${file}`, rows: (sql) => JSON.parse(inSqlite(file, sql)) })

function inSqlite(file, sql) {
  const script = [
    'import json, sqlite3, sys',
    'connection = sqlite3.connect(sys.argv[1])',
    'found = connection.execute(sys.argv[2]).fetchall()',
    'connection.commit()',
    'connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")',
    'print(json.dumps(found))'
  ].join('\n')
  return execFileSync(python, ['-c', script, file, sql], { encoding: 'utf8', maxBuffer: 1 << 28 })
}

function inPostgres(psql, url, sql) {
  const flags = ['--no-psqlrc', '--quiet', '--tuples-only', '--no-align', '--set=ON_ERROR_STOP=1', '--command', sql, url]
  return execFileSync(psql, flags, { encoding: 'utf8', maxBuffer: 1 << 28 })
}
