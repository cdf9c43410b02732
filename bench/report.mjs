// The figures of the benchmark as a table that a person can read.

import { mark, table, whole } from './table.mjs'

const BAR = 12
const MOONSHOT = 20

/** The whole report. */
export function report({ runs, kinds, memory, hostile, longestTask, cancel }) {
  return [
    '# Import, 100,000 rows\n',
    `Milliseconds from the file being chosen to the page having every row, medians of ${runs} runs in turn, each`,
    'on a page and in a worker of its own that was started a second before. “Ratio” is how many times longer the peer takes.\n',
    table(['file', 'peer', 'ours', 'peer’s', 'ratio', 'bar', ''], comparisons(kinds)),
    '\n## Bounds\n',
    table(['what', 'measured', 'bar', ''], bounds({ memory, hostile, longestTask, cancel }))
  ].join('\n')
}

function comparisons(kinds) {
  return Object.entries(kinds).flatMap(([kind, measured]) => {
    const ours = measured.ours?.ms
    return Object.entries(measured)
      .filter(([name]) => name !== 'ours')
      .map(([name, { ms }]) => [kind, name, whole(ours), whole(ms), ...verdict(name, ours, ms)])
  })
}

function verdict(name, ours, ms) {
  if (name === 'limit') return [`${(ours / ms).toFixed(1)}× the limit`, '≤ 3×', mark(ours / ms <= 3)]
  const ratio = ms / ours
  if (name === 'SheetJS' || name === 'ExcelJS') {
    return [`${ratio.toFixed(1)}×`, `≥ ${BAR}×`, ratio >= MOONSHOT ? 'moonshot' : mark(ratio >= BAR)]
  }
  return [`${ratio.toFixed(1)}×`, '', '']
}

function bounds({ memory, hostile, longestTask, cancel }) {
  const MB = 1024 * 1024
  return [
    ...Object.entries(memory).map(([file, { grown, size }]) =>
      file.startsWith('hostile')
        ? [`worker's memory for ${file}`, `${whole(size / MB)} MB`, '≤ 300 MB', mark(size <= 300 * MB)]
        : [`worker's memory above start for ${file}`, `${whole(grown / MB)} MB`, '≤ 64 MB', mark(grown <= 64 * MB)]
    ),
    ...Object.entries(hostile).map(([name, { ms, found }]) => [
      `hostile: ${name}`,
      `${whole(ms)} ms, ${typeof found === 'string' ? found : `${found.addresses} addresses`}`,
      '≤ 2,000 ms',
      mark(ms <= 2000)
    ]),
    ['from giving up to no worker, at worst', `${whole(cancel)} ms`, '≤ 200 ms', mark(cancel <= 200)],
    ["longest wait for the page's thread while it takes a report in", `${whole(longestTask)} ms`, '≤ 50 ms', mark(longestTask <= 50)]
  ]
}
