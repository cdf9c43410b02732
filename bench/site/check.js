// The rule by which the peers in JavaScript check what they read, as a person would write it: an address
// is trimmed and lowered, has one @ and a domain, and counts once.

const ROWS_IN_PART = 5000
const ADDRESS = /^[a-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[a-z0-9-]+(\.[a-z0-9-]+)+$/

/** Checks the column under the heading, given as an iterable of [row, text], and posts it in parts. */
function checkColumn(cells) {
  const firstRows = new Map()
  let part = { addresses: [], rejected: [], duplicates: [] }
  let rows = 0
  for (const [row, text] of cells) {
    const email = String(text ?? '').trim().toLowerCase()
    if (!ADDRESS.test(email) || email.length > 254) {
      part.rejected.push({ row, value: text })
    } else if (firstRows.has(email)) {
      part.duplicates.push({ row, email, firstRow: firstRows.get(email) })
    } else {
      firstRows.set(email, row)
      part.addresses.push({ row, email })
    }
    rows += 1
    if (rows % ROWS_IN_PART === 0) {
      postMessage({ part })
      part = { addresses: [], rejected: [], duplicates: [] }
    }
  }
  postMessage({ part })
}

const isHeading = (text) => typeof text === 'string' && text.replace(/[^a-z]/gi, '').toLowerCase() === 'emailaddress'

/** Answers each file by a function that reads its bytes and gives the cells under the heading. */
function answerFiles(cellsOf) {
  onmessage = async ({ data: { file } }) => {
    const start = performance.now()
    checkColumn(await cellsOf(await file.arrayBuffer()))
    postMessage({ inside: performance.now() - start })
  }
  postMessage('ready')
}
