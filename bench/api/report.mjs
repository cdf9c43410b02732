// The figures of the API as a table that a person can read.

import { mark, table, whole } from '../table.mjs'

const MB = 1024 * 1024

/** The report on one kind of database. */
export function apiReport(kind, { start, search, import: imported }) {
  const ready = median(start)
  const [tenth, all] = search
  const growth = all.p99 / tenth.p99
  return [
    `\n# The API on ${kind}: 15,000 organisations, 100,000 policies, 2,000,000 people\n`,
    'Searches come 50 a second over HTTP from somebody who administers everything; an answer’s time runs from when its search was due.\n',
    table(
      ['what', 'measured', 'bar', ''],
      [
        ['start to ready', `${whole(ready)} ms`, '≤ 1,000 ms', mark(ready <= 1000)],
        ['search, half of the answers', `${tenths(all.p50)} ms`, '', ''],
        ['search, 99 of 100 answers', `${tenths(all.p99)} ms`, '≤ 10 ms', mark(all.p99 <= 10)],
        ['the same over a tenth of it', `${tenths(tenth.p99)} ms`, '', ''],
        ['growth of that, at ten times as many', `${growth.toFixed(1)}×`, '< 10×', mark(growth < 10)],
        [`import of ${whole(imported.people)} people`, `${tenths(imported.whole / 1000)} s`, '≤ 15 s', mark(imported.whole <= 15_000)],
        ['  of which looking up', `${tenths(imported.lookUp / 1000)} s`, '', ''],
        ['memory of the API for the import', `${whole(imported.memory / MB)} MB`, '≤ 150 MB', mark(imported.memory <= 150 * MB)],
        ['memory of the API for the searches', `${whole(all.memory / MB)} MB`, '', '']
      ]
    ),
    `\nThe slowest searches: ${all.slowest.map(({ text, ms }) => `“${text}” ${tenths(ms)} ms`).join(', ')}.`
  ].join('\n')
}

function median(list) {
  const sorted = [...list].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)]
}

const tenths = (number) => number.toFixed(1)
