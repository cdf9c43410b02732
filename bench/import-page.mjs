// The app itself imports 100,000 rows: how long until the plan is on the screen, and the longest task on
// the page's thread meanwhile and while the plan is looked through. Runs the real service over the release.

import { join } from 'node:path'
import { launch, personas, signedIn } from '../tests/support/browser.js'
import { startService } from '../tests/support/service.js'

/** How long the look-up of 100,000 addresses may take. */
const PATIENCE = 10 * 60_000

/** Records the tasks of more than 50 ms, by the browser's own count, from now on: not those that loaded the page. */
function recordLongTasks() {
  window.longTasks = []
  const observer = new PerformanceObserver((list) => window.longTasks.push(...list.getEntries().map(({ duration }) => duration)))
  observer.observe({ type: 'longtask' })
}

/** @param {string} file a workbook of 100,000 rows */
export async function measureImportPage(file) {
  const ends = []
  const suite = { after: (end) => ends.unshift(end), passed: true, name: 'bench' }
  try {
    const service = await startService(suite)
    const browser = await launch(suite)
    const who = await personas(service)
    const trust = (await service.get('/api/session', 'trust-la')).roles[0].ods
    const policy = service.rows('select id from policy where ods = ? and kind = ?', trust, 'local')[0][0]
    const page = await signedIn(suite, browser, service, who['trust-la'], `/policies/${policy}/import`, { expectErrors: /./ })
    await page.evaluate(recordLongTasks)

    const longest = () => page.evaluate(() => Math.max(0, ...window.longTasks.splice(0)))
    const start = performance.now()
    await page.getByLabel('Members file').setInputFiles(file)
    await page.getByRole('button', { name: 'Check file' }).click()
    await page.getByRole('table', { name: 'Rows to review' }).waitFor({ timeout: PATIENCE })
    const planned = { ms: performance.now() - start, longestTask: await longest() }
    for (let turn = 0; turn < 3; turn += 1) await page.getByRole('link', { name: /^Next page/ }).click()
    return { planned, reviewing: { longestTask: await longest() } }
  } finally {
    for (const end of ends) await end()
  }
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  console.log(await measureImportPage(process.argv[2] ?? join(new URL('..', import.meta.url).pathname, 'target/bench/files/inline.xlsx')))
}
