// Databases of a size, made once and kept, with an administrator of every organisation in them.

import { execFileSync } from 'node:child_process'
import { existsSync, renameSync } from 'node:fs'
import { join } from 'node:path'

export const api = process.env.UPM_API_BIN ?? 'upm-api'
const python = process.env.UPM_PYTHON ?? 'python3'

/** The persona that administers everything. */
export const PERSONA = 'platform-la'

/** The file of the database of a size. */
export function prepared(folder, { organisations, policies, users }) {
  const file = join(folder, `api-${organisations}-${policies}-${users}.db`)
  if (existsSync(file)) return file
  const unfinished = `${file}.new`
  console.log(`Making ${users.toLocaleString('en-GB')} people in ${policies.toLocaleString('en-GB')} policies (minutes, once)`)
  const size = ['--organisations', organisations, '--policies', policies, '--users', users, '--seed', 7].map(String)
  execFileSync(api, ['--log=error', 'seed', '--force', '--database-url', `sqlite://${unfinished}`, ...size], { stdio: 'inherit' })
  statement(
    unfinished,
    `INSERT INTO administrator_role SELECT persona.administrator_id, organisation.ods, 'primaryLocalAdministrator'
     FROM persona CROSS JOIN organisation WHERE persona.id = '${PERSONA}' ON CONFLICT DO NOTHING`
  )
  // An import is not to end for want of seats.
  statement(unfinished, 'UPDATE subscription SET seats = 10000000')
  renameSync(unfinished, file)
  return file
}

/** The rows of a query, as arrays. */
export const rows = (file, sql) => JSON.parse(runSql(file, sql))

const statement = (file, sql) => runSql(file, sql)

function runSql(file, sql) {
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
