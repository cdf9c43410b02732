// Measures the API as it ships: how long it takes to start, to answer searches and to take in an import of
// 100,000 people, and the memory it needs. Started by `cargo xtask bench`, which has built it.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { postgres, sqlite } from './api/database.mjs'
import { importPeople } from './api/import.mjs'
import { apiReport } from './api/report.mjs'
import { searchFor } from './api/search.mjs'
import { started } from './api/service.mjs'

const folder = join(process.env.UPM_TARGET ?? join(new URL('..', import.meta.url).pathname, 'target'), 'bench')
const runs = Math.max(1, Number(process.env.UPM_BENCH_RUNS ?? 5))

/** What NHSmail has, and a tenth of it, by which one sees how time grows. */
const WHOLE = { organisations: 15_000, policies: 100_000, users: 2_000_000 }
const TENTH = { organisations: 1_500, policies: 10_000, users: 200_000 }

mkdirSync(folder, { recursive: true })
const kinds = { SQLite: (size) => sqlite(folder, size) }
const { UPM_POSTGRES: server, UPM_PSQL: psql } = process.env
if (server && psql) kinds.PostgreSQL = (size) => postgres(server, psql, size)
else console.log('PostgreSQL is not measured: its program psql is not here')

const figures = {}
for (const [kind, prepared] of Object.entries(kinds)) figures[kind] = await measured(prepared)
const text = Object.entries(figures).map(([kind, of]) => apiReport(kind, of)).join('\n')
writeFileSync(join(folder, 'report-api.md'), text)
writeFileSync(join(folder, 'api.json'), JSON.stringify(figures, null, 1))
console.log(`\n${text}`)

async function measured(prepared) {
  const tenth = await searched(prepared(TENTH), TENTH)
  const database = prepared(WHOLE)
  const search = [tenth, await searched(database, WHOLE)]
  const start = []
  for (let run = 0; run < runs; run += 1) {
    const service = await started(database)
    start.push(service.readyAfter)
    await service.stop()
  }
  return { start, search, import: await importPeople(database) }
}

async function searched(database, { policies }) {
  const service = await started(database)
  try {
    return { policies, ...(await searchFor(service, database)) }
  } finally {
    await service.stop()
  }
}
