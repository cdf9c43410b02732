// What Lighthouse says of the built site as it is hosted: by nginx, compressed, on the mobile preset (a slow phone on a slow
// network). The first screen, and the accessibility statement, which anyone can open.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { launch } from './lighthouse/node_modules/chrome-launcher/dist/index.js'
import lighthouse from './lighthouse/node_modules/lighthouse/core/index.js'
import { startService } from '../tests/support/service.js'
import { mark, table } from './table.mjs'

const BARS = { performance: 95, accessibility: 100, 'best-practices': 100 }
const SCREENS = ['/policies', '/accessibility']
/** What the performance is made of. */
const TIMES = ['first-contentful-paint', 'largest-contentful-paint', 'total-blocking-time', 'cumulative-layout-shift', 'speed-index']
const runs = Number(process.env.UPM_BENCH_RUNS ?? 5)

const ends = []
const suite = { after: (end) => ends.unshift(end) }

/** The scores of a screen, each the median of the runs, from 0 to 100, and what fell short in the last of them. */
async function scores(url, port) {
  const categories = Object.keys(BARS)
  const found = []
  let short = []
  let times = []
  for (let run = 0; run < runs; run += 1) {
    const { lhr } = await lighthouse(url, { port, onlyCategories: categories, logLevel: 'error' })
    found.push(categories.map((category) => Math.round(lhr.categories[category].score * 100)))
    times = TIMES.map((id) => `${id} ${lhr.audits[id].displayValue}`)
    short = categories.slice(1).flatMap((category) =>
      lhr.categories[category].auditRefs
        .filter(({ id, weight }) => weight > 0 && lhr.audits[id].score !== null && lhr.audits[id].score < 1)
        .map(({ id }) => id)
    )
  }
  const middle = (values) => values.sort((a, b) => a - b)[Math.floor(values.length / 2)]
  return { medians: categories.map((_, index) => middle(found.map((run) => run[index]))), short, times }
}

const service = await startService(suite)
const chrome = await launch({
  chromePath: process.env.UPM_CHROMIUM,
  chromeFlags: ['--headless=new', '--no-sandbox', '--disable-gpu']
})
suite.after(() => chrome.kill())
const rows = []
const told = []
for (const screen of SCREENS) {
  const { medians, short, times } = await scores(service.url + screen, chrome.port)
  Object.entries(BARS).forEach(([category, bar], index) => {
    rows.push([screen, category, String(medians[index]), `≥ ${bar}`, mark(medians[index] >= bar)])
  })
  told.push(`${screen}: ${[...times, ...short].join(', ')}.`)
}
for (const end of ends) await end()

const report = [
  '# Lighthouse, mobile preset\n',
  `Medians of ${runs} runs, from 0 to 100, of the release files behind nginx with the configuration that ships.\n`,
  table(['screen', 'what', 'score', 'bar', ''], rows),
  '\nThe last run:\n',
  ...told.map((line) => `- ${line}`),
  ''
].join('\n')
console.log(report)
writeFileSync(join(process.env.UPM_TARGET, 'bench/report-lighthouse.md'), report)
