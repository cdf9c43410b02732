// An import of 100,000 people, organisation by organisation, as the app makes it: looked up in parts of 500, then sent
// in parts of 500, one after the other, each followed until it has ended.

import { PERSONA } from './database.mjs'
import { started } from './service.mjs'

const PEOPLE = 100_000
const PART = 500

/** Seconds that it takes, and the memory of the API. */
export async function importPeople(database) {
  const copy = database.toImportInto()
  const administrator = `(SELECT administrator_id FROM persona WHERE id = '${PERSONA}')`
  const people = copy.rows(
    `SELECT email AS a, policy_id AS b FROM account JOIN administrator_role USING (ods)
     WHERE administrator_id = ${administrator} AND aup_accepted AND status = 'active' ORDER BY ods, email LIMIT ${PEOPLE}`
  )
  const [[target]] = copy.rows(`SELECT id FROM policy WHERE kind = 'local' AND base_licence = 'SPE_E3' ORDER BY id DESC LIMIT 1`)
  const service = await started(copy)
  try {
    const parts = Array.from({ length: Math.ceil(people.length / PART) }, (_, index) => people.slice(index * PART, (index + 1) * PART))
    const start = performance.now()
    for (const part of parts) await lookUp(service, part)
    const lookedUp = performance.now()
    let changed = 0
    for (const [index, part] of parts.entries()) changed += await send(service, target, part, index + 1, parts.length)
    const end = performance.now()
    if (changed < people.length * 0.9) throw new Error(`only ${changed} people were changed`)
    return { people: people.length, changed, lookUp: lookedUp - start, send: end - lookedUp, whole: end - start, memory: service.memory() }
  } finally {
    await service.stop()
    copy.end()
  }
}

async function lookUp(service, part) {
  const answer = await service.ask('POST', '/api/members/lookup', { body: { emails: part.map(([email]) => email) } })
  if (answer.body?.results?.length !== part.length) throw new Error(`look-up: ${answer.status}`)
}

async function send(service, target, part, number, of) {
  const members = part.map(([email, policy]) => ({ email, expectedPolicyId: policy }))
  const answer = await service.ask('POST', `/api/policies/${target}/members`, {
    body: { moves: 'confirm', members, import: { id: 'bench', part: number, of } },
    headers: { 'Idempotency-Key': `bench-${number}` }
  })
  let { job } = answer.body
  if (!job) throw new Error(`part ${number}: ${answer.status} ${JSON.stringify(answer.body).slice(0, 300)}`)
  while (['queued', 'running'].includes(job.state)) {
    const next = await service.ask('GET', `/api/jobs/${job.id}?wait=20`)
    job = next.body.job ?? next.body
  }
  if (job.state !== 'finished') throw new Error(`part ${number} was ${job.state}`)
  return job.changed
}
