// Searches as people make them, fifty a second, by somebody who administers everything: half are the
// beginning of a word as it is typed, letter by letter, half are any part of a name.

const A_SECOND = 50
const SECONDS = 20

/** Milliseconds from when a search is due until its answer is there, whole. */
export async function searchFor(service, database) {
  const random = randomFrom(7)
  const names = database.rows('SELECT policy.full_name AS a, organisation.name AS b FROM policy JOIN organisation USING (ods) ORDER BY policy.id')
  const texts = []
  while (texts.length < A_SECOND * SECONDS) texts.push(...(random() < 0.5 ? typed(names, random) : [part(names, random)]))
  await service.ask('GET', '/api/policies?q=warm')
  const begin = performance.now()
  const times = await Promise.all(texts.slice(0, A_SECOND * SECONDS).map((text, index) => ask(service, text, begin + (index * 1000) / A_SECOND)))
  const sorted = times.map(({ ms }) => ms).sort((a, b) => a - b)
  const at = (share) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]
  const slowest = [...times].sort((a, b) => b.ms - a.ms).slice(0, 10)
  return { p50: at(0.5), p95: at(0.95), p99: at(0.99), worst: at(1), slowest, memory: service.memory() }
}

async function ask(service, text, due) {
  await new Promise((resolve) => setTimeout(resolve, due - performance.now()))
  // What is late before it is sent counts: somebody waits for it.
  const answer = await service.ask('GET', `/api/policies?q=${encodeURIComponent(text)}`, { headers: { 'Accept-Encoding': 'gzip' } })
  if (answer.status !== 200) throw new Error(`${answer.status} for ${text}`)
  return { text, ms: performance.now() - due, size: answer.size }
}

/** What is sent while somebody types a word. */
function typed(names, random) {
  const words = pick(pick(names, random), random).split(/\s+/)
  const word = pick(words, random)
  return Array.from({ length: Math.min(6, word.length) }, (_, index) => word.slice(0, index + 1))
}

/** Three to twelve characters from anywhere in a name. */
function part(names, random) {
  const name = pick(pick(names, random), random)
  const length = 3 + Math.floor(random() * 10)
  const start = Math.floor(random() * Math.max(1, name.length - length))
  return name.slice(start, start + length).trim() || name
}

const pick = (list, random) => list[Math.floor(random() * list.length)]

/** Numbers from 0 to 1, the same every time (mulberry32). */
function randomFrom(seed) {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296
  }
}
