// Measures the import in Chromium, beside SheetJS, ExcelJS, calamine and what inflating alone costs, and
// writes the figures down. Started by `cargo xtask bench`, which has built what is measured.

import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { chromium } from 'playwright-core'
import { report } from './report.mjs'
import { serve } from './server.mjs'

const root = new URL('..', import.meta.url).pathname
const folder = join(process.env.UPM_TARGET ?? join(root, 'target'), 'bench')
const runs = Math.max(1, Number(process.env.UPM_BENCH_RUNS ?? 5))

const KINDS = {
  'inline strings (XlsxWriter)': 'inline.xlsx',
  'shared strings (XlsxWriter)': 'shared.xlsx',
  openpyxl: 'openpyxl.xlsx',
  'Excel-like, 9 columns': 'excel-like.xlsx'
}
const HOSTILE = ['bomb', '256-mb', 'last-cell', 'empty-rows', 'tags', 'truncated', 'encrypted']

/** Who is measured, in turn: each as an expression for the page. */
const CONTENDERS = {
  ours: (file) => ['ours', file],
  'ours, worker started too': (file) => ['oursFromStart', file],
  limit: (file) => ['peer', '/rust_worker.js', 'inflate', file],
  calamine: (file) => ['peer', '/rust_worker.js', 'read_by_calamine', file],
  SheetJS: (file) => ['peer', '/sheetjs.js', '', file],
  ExcelJS: (file) => ['peer', '/exceljs.js', '', file]
}

execFileSync(process.env.UPM_PYTHON ?? 'python3', [join(root, 'bench/files.py'), join(folder, 'files')], { stdio: 'inherit' })
const site = await serve([join(root, 'bench/site'), join(folder, 'site'), process.env.UPM_WORKERS ?? join(root, 'dist')], {
  '/files/': join(folder, 'files'),
  '/npm/': join(root, 'node_modules')
})
const browser = await chromium.launch({
  executablePath: process.env.UPM_CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update', '--disable-sync']
})
try {
  const figures = { runs, kinds: await compare(), ...(await bounds()) }
  const text = report(figures)
  mkdirSync(folder, { recursive: true })
  writeFileSync(join(folder, 'report-import.md'), text)
  writeFileSync(join(folder, 'import.json'), JSON.stringify(figures, null, 1))
  console.log(`\n${text}`)
} finally {
  await browser.close()
  site.close()
}

/** Milliseconds of every contender for every kind of file. */
async function compare() {
  const only = process.env.UPM_BENCH_CONTENDERS?.split(',')
  const contenders = Object.entries(CONTENDERS).filter(([name]) => !only || only.includes(name))
  const kinds = {}
  for (const [kind, file] of Object.entries(KINDS)) {
    const measured = Object.fromEntries(contenders.map(([name]) => [name, []]))
    for (let run = 0; run < runs; run += 1) {
      for (const [name, ask] of contenders) {
        const once = await measure(ask(file))
        checkFound(name, kind, once.found)
        measured[name].push(once)
        process.stdout.write(`\r${kind}, ${run + 1} of ${runs}: ${name} ${Math.round(once.ms)} ms          `)
      }
    }
    kinds[kind] = Object.fromEntries(
      Object.entries(measured).map(([name, list]) => [
        name,
        {
          ms: median(list.map(({ ms }) => ms)),
          all: list.map(({ ms }) => Math.round(ms * 10) / 10)
        }
      ])
    )
    process.stdout.write('\n')
  }
  return kinds
}

/** What is bounded whatever the file: memory, hostile files, giving up. */
async function bounds() {
  const memory = {}
  for (const file of [...Object.values(KINDS), 'hostile-256-mb.xlsx']) {
    memory[file] = await measure(['memory', file, site.worker.glue, site.worker.wasm])
  }
  const hostile = {}
  for (const name of HOSTILE) {
    const list = []
    for (let run = 0; run < runs; run += 1) list.push(await measure(['oursFromStart', `hostile-${name}.xlsx`]))
    hostile[name] = { ms: median(list.map(({ ms }) => ms)), found: list[0].found }
  }
  let longestTask = 0
  for (const file of Object.values(KINDS)) {
    for (let run = 0; run < runs; run += 1) longestTask = Math.max(longestTask, await measure(['longestTask', file]))
  }
  return { memory, hostile, longestTask, cancel: await cancel() }
}

/** How long it takes from giving up until the browser has no worker any more, at worst. */
async function cancel() {
  let worst = 0
  for (let run = 0; run < runs; run += 1) {
    const page = await open()
    const started = page.waitForEvent('worker')
    await page.evaluate(() => window.bench.startReading('hostile-256-mb.xlsx'))
    const worker = await started
    const closed = new Promise((resolve) => worker.once('close', () => resolve(Date.now())))
    await new Promise((resolve) => setTimeout(resolve, 50))
    const at = await page.evaluate(() => window.bench.giveUp())
    worst = Math.max(worst, (await closed) - at)
    await page.close()
  }
  return worst
}

/** Measures once, on a page of its own. */
async function measure([name, ...args]) {
  const page = await open()
  try {
    return await page.evaluate(([name, args]) => window.bench[name](...args), [name, args])
  } finally {
    await page.close()
  }
}

async function open() {
  const page = await browser.newPage()
  page.on('pageerror', (error) => console.error(String(error)))
  await page.goto(site.url)
  await page.waitForFunction(() => window.bench)
  return page
}

function checkFound(name, kind, found) {
  const addresses = found?.addresses ?? found
  if (name !== 'limit' && addresses !== 100_000) {
    throw new Error(`${name} found ${JSON.stringify(found)} in ${kind}`)
  }
}

function median(list) {
  const sorted = [...list].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}
