// Measures the API as it ships: how long it takes to start, to answer searches and to take in an import of
// 100,000 people, and the memory it needs. Started by `cargo xtask bench`, which has built it.

import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { prepared } from './api/database.mjs'
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
const figures = { start: [], search: [] }
for (const size of [TENTH, WHOLE]) {
  const database = prepared(folder, size)
  const service = await started(database)
  try {
    figures.search.push({ policies: size.policies, ...(await searchFor(service, database)) })
  } finally {
    await service.stop()
  }
}
const database = prepared(folder, WHOLE)
for (let run = 0; run < runs; run += 1) {
  const service = await started(database)
  figures.start.push(service.readyAfter)
  await service.stop()
}
figures.import = await importPeople(database)
const text = apiReport(figures)
writeFileSync(join(folder, 'report-api.md'), text)
writeFileSync(join(folder, 'api.json'), JSON.stringify(figures, null, 1))
console.log(`\n${text}`)
