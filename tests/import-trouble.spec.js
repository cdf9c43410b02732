// An import that does not go straight through: too few seats, a lost network, a refusal, a change of mind.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { assertAccessible, launch, personas, signedIn } from './support/browser.js'
import { startService } from './support/service.js'

const suite = { after }
const service = await startService(suite)
const browser = await launch(suite)
const who = await personas(service)
const trust = (await service.get('/api/session', 'trust-la')).roles[0].ods

const policyNamed = (name) => service.rows('select id from policy where ods = ? and name = ?', trust, name)[0][0]
const membersOf = (policy) => service.rows('select email from account where policy_id = ?', policy).map(([email]) => email)

/** People of the trust who can be moved to a policy. */
const peopleElsewhere = (policy, count) =>
  service
    .rows(
      `select email from account where ods = ? and aup_accepted = 1 and status = 'active' and policy_id <> ?
       order by email limit ${count}`,
      trust,
      policy
    )
    .map(([email]) => email)

/** Someone who has chosen a file of people for a policy, looked at what will happen and confirmed the moves. */
async function ready(t, policy, people, options) {
  const page = await signedIn(t, browser, service, who['trust-la'], `/policies/${policy}/import`, options)
  const buffer = Buffer.from(['Email Address', ...people].join('\n'))
  await page.getByLabel('Members file').setInputFiles({ name: 'people.csv', mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: 'Check file' }).click()
  await page.getByRole('checkbox', { name: 'I confirm the moves' }).check()
  return page
}

const upload = (page) => page.getByRole('button', { name: 'Upload' }).click()
const finished = (page) => page.getByRole('heading', { name: 'Import finished' }).waitFor()

/** What is asked of the server to send a part. */
const SENDING = '**/api/policies/*/members'

test('too few seats stop an import: the licence by its name, and how many are missing', async (t) => {
  const policy = policyNamed('Ward Staff')
  const before = membersOf(policy)
  const page = await ready(t, policy, peopleElsewhere(policy, 400))
  await upload(page)
  const summary = page.getByRole('alert').filter({ hasText: 'There is a problem' })
  await summary.getByRole('link', { name: /^You need [\d,]+ more seats of Microsoft 365 F3/ }).waitFor()
  await page.getByRole('row', { name: /Microsoft 365 F3.*seats short/ }).waitFor()
  assert.deepEqual(membersOf(policy), before)
})

test('a lost connection and a lost answer are tried again, and nobody is missed or counted twice', async (t) => {
  const policy = policyNamed('Clinical Admin')
  const people = peopleElsewhere(policy, 60)
  const before = membersOf(policy)
  const page = await ready(t, policy, people, { expectErrors: /ERR_FAILED/ })
  let attempts = 0
  await page.route(SENDING, async (route) => {
    attempts += 1
    if (attempts === 1) return route.abort()
    // The server does it, and the page never hears of it.
    await route.fetch()
    return route.abort()
  })
  await upload(page)
  await finished(page)
  assert.equal(attempts, 2, 'what may have arrived was asked after, and not sent again')
  await page.getByText('60 people were moved.').waitFor()
  assert.deepEqual(new Set(membersOf(policy)), new Set([...before, ...people]))
  assert.deepEqual(service.rows('select count(*), sum(changed) from job where policy_id = ?', policy), [[1, 60]])
})

test('a refusal of the server is shown with what to quote, and can be tried again', async (t) => {
  const policy = policyNamed('Switchboard')
  const page = await ready(t, policy, peopleElsewhere(policy, 3), { expectErrors: /status of 422/ })
  const problem = { status: 422, code: 'refused', title: 'Refused', detail: 'Not on a Tuesday', requestId: 'request-7', errors: [] }
  const answer = { status: 422, contentType: 'application/problem+json', body: JSON.stringify(problem) }
  await page.route(SENDING, (route) => route.fulfill(answer), { times: 1 })
  await upload(page)
  const alert = page.getByRole('alert')
  await alert.getByText('Not on a Tuesday').waitFor()
  await alert.getByText('request-7').waitFor()
  await assertAccessible(page)
  await alert.getByRole('button', { name: 'Try again' }).click()
  await finished(page)
})

test('cancelled while the first part is on its way: that part is settled, the others are never sent', async (t) => {
  const policy = policyNamed('Medical Secretaries')
  const people = peopleElsewhere(policy, 700)
  const before = membersOf(policy)
  const page = await ready(t, policy, people)
  let held
  const isHeld = new Promise((resolve) => {
    page.route(SENDING, (route) => {
      held = route
      resolve()
    })
  })
  await upload(page)
  await isHeld
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByText(/^Stopping after the part in progress/).waitFor()
  await held.continue()
  await page.getByRole('heading', { name: 'Import stopped' }).waitFor()
  const after_ = membersOf(policy)
  const arrived = people.filter((email) => after_.includes(email))
  assert.ok(arrived.length <= 500, 'the second part was not sent')
  assert.equal(after_.length, before.length + arrived.length)
  const tab = page.getByRole('navigation', { name: 'Filter rows' }).getByRole('link', { name: /^Cancelled/ })
  assert.equal(await tab.innerText().then((text) => Number(text.match(/\d+/)[0])), people.length - arrived.length)
})

test('a link that leads away while people are being sent asks first', async (t) => {
  const policy = policyNamed('Project Managers')
  const page = await ready(t, policy, peopleElsewhere(policy, 3))
  let held
  const isHeld = new Promise((resolve) => {
    page.route(SENDING, (route) => {
      held = route
      resolve()
    })
  })
  await upload(page)
  await isHeld
  const asked = page.waitForEvent('dialog')
  const leaving = page.getByRole('link', { name: 'Jobs' }).click()
  const dialog = await asked
  assert.match(dialog.message(), /not finished/)
  await dialog.dismiss()
  await leaving
  assert.ok(page.url().endsWith('/import'), 'they stayed')
  await held.continue()
  await finished(page)
  await page.getByRole('link', { name: 'Jobs' }).click()
  await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor()
})
