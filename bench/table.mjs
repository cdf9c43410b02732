// Tables that a person can read.

export const whole = (number) => (number === undefined ? '' : Math.round(number).toLocaleString('en-GB'))
export const mark = (isReached) => (isReached ? 'ok' : 'MISSED')

/** Rows under a heading, in Markdown, as wide as they have to be. */
export function table(heading, rows) {
  const all = [heading, ...rows].map((row) => row.map(String))
  const widths = heading.map((_, column) => Math.max(...all.map((row) => row[column].length)))
  const line = (cells) => `| ${cells.map((cell, column) => cell.padEnd(widths[column])).join(' | ')} |`
  const [first, ...rest] = all
  return [line(first), line(widths.map((width) => '-'.repeat(width))), ...rest.map(line)].join('\n')
}
