// An import that is interrupted: by a reload, a crash, a second tab, a sign-in that runs out. It goes on where it
// stopped, and nobody is added twice or forgotten.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { launch, personas, signedIn } from './support/browser.js'
import { SENDING, check, confirmMoves, finished, hold, peopleOf, upload } from './support/import.js'
import { startService } from './support/service.js'

const suite = { after }
const service = await startService(suite)
const browser = await launch(suite)
const who = await personas(service)
const people = await peopleOf(service)

/** More than two parts. */
const MANY = 1_050

/** Someone who has looked at what will happen to so many people, and confirmed the moves. */
async function ready(t, policy, count, options) {
  const page = await signedIn(t, browser, service, who['trust-la'], `/policies/${policy}/import`, options)
  page.on('dialog', (dialog) => dialog.accept())
  const emails = people.elsewhere(policy, count)
  assert.equal(emails.length, count, 'the demonstration data has enough people')
  await check(page, emails)
  await confirmMoves(page)
  return { page, emails }
}

/** Everyone is in the policy, each was changed once, in as few jobs as there are parts. */
function assertAllMoved(policy, before, emails) {
  assert.deepEqual(new Set(people.membersOf(policy)), new Set([...before, ...emails]))
  assert.deepEqual(people.jobsOf(policy), [Math.ceil(emails.length / 500), emails.length])
}

/** The same person in another tab of the same browser, at the same import. */
async function secondTab(page, policy) {
  const tab = await page.context().newPage()
  tab.on('dialog', (dialog) => dialog.accept())
  await tab.goto(`/policies/${policy}/import`)
  await tab.getByRole('button', { name: `Continue as ${who['trust-la']}` }).click()
  return tab
}

test('a reload in the middle: the part whose answer was lost is asked after, and the rest is sent', async (t) => {
  const policy = people.policyNamed('Clinical Admin')
  const before = people.membersOf(policy)
  const { page, emails } = await ready(t, policy, MANY, { expectErrors: /ERR_FAILED/ })
  const held = hold(page, 2)
  await upload(page)
  const second = await held
  // The server does it, and the page is gone before it hears of it.
  await second.fetch()
  await page.unroute(SENDING)
  await page.reload()
  await finished(page)
  assertAllMoved(policy, before, emails)
})

test('a plan that was looked at outlives a reload, with what was decided about it', async (t) => {
  const policy = people.policyNamed('Medical Secretaries')
  const { page } = await ready(t, policy, 3)
  await page.getByRole('table', { name: 'Rows to review' }).getByRole('button', { name: /^Leave out row/ }).first().click()
  await page.getByText('You left 1 row out.').waitFor()
  await page.reload()
  await page.getByText('This is the import of people.csv').waitFor()
  await page.getByText('You left 1 row out.').waitFor()
  await confirmMoves(page)
  await upload(page)
  await finished(page)
  await page.getByText('2 people were moved.').waitFor()
})

test('the tab crashes in the middle: another goes on with it', async (t) => {
  const policy = people.policyNamed('Emergency Department')
  const before = people.membersOf(policy)
  const { page, emails } = await ready(t, policy, MANY)
  const held = hold(page, 2)
  await upload(page)
  await held
  await page.goto('chrome://crash').catch(() => {})
  const tab = await secondTab(page, policy)
  await finished(tab)
  assertAllMoved(policy, before, emails)
})

test('two tabs never send the same import; when the one is closed, the other can go on with it', async (t) => {
  const policy = people.policyNamed('Human Resources')
  const before = people.membersOf(policy)
  const { page, emails } = await ready(t, policy, MANY)
  const held = hold(page, 2)
  await upload(page)
  await held
  const tab = await secondTab(page, policy)
  await tab.getByText('is open in another tab').waitFor()
  const goOn = tab.getByRole('button', { name: 'Continue it here' })
  await goOn.click()
  await tab.getByText('is open in another tab').waitFor()
  assert.equal(await tab.getByRole('progressbar', { name: 'Import progress' }).count(), 0)
  await page.close()
  // The look that was asked for before may not be over yet: then it finds by itself that the other tab is gone.
  await goOn.click({ timeout: 5_000 }).catch(() => {})
  await finished(tab)
  assertAllMoved(policy, before, emails)
})

test('a sign-in that has run out is asked for again, and the import goes on', async (t) => {
  const policy = people.policyNamed('Therapies')
  const before = people.membersOf(policy)
  const { page, emails } = await ready(t, policy, 60, { expectErrors: /401|503/ })
  const expired = { status: 401, contentType: 'application/problem+json', body: JSON.stringify({ status: 401, code: 'tokenExpired', title: 'Expired', detail: 'The sign-in has expired', requestId: 'r', errors: [] }) }
  let refusals = 0
  await page.route(SENDING, (route) => {
    refusals += 1
    return route.fulfill(expired)
  })
  await page.route('**/api/demo/token', (route) => route.fulfill({ status: 503, body: '' }))
  await upload(page)
  await page.getByRole('alert').getByText('Your sign-in has expired').waitFor()
  assert.equal(refusals, 1)
  await page.unroute(SENDING)
  await page.unroute('**/api/demo/token')
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click()
  await finished(page)
  assertAllMoved(policy, before, emails)
})

test('a person who leaves the screen while people are being sent finds the import on Admin home', async (t) => {
  const policy = people.policyNamed('Mental Health Liaison')
  const before = people.membersOf(policy)
  const { page, emails } = await ready(t, policy, 3)
  const held = hold(page)
  await upload(page)
  const first = await held
  await page.getByRole('link', { name: 'Jobs' }).click()
  await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor()
  await page.unroute(SENDING)
  await first.abort().catch(() => {})
  await page.goto('/')
  await page.getByRole('link', { name: `Continue the import into ${people.fullName(policy)}` }).click()
  await finished(page)
  assertAllMoved(policy, before, emails)
})

/** A script that counts the records of imports that the browser has. */
const COUNT_KEPT = `new Promise((resolve, reject) => {
  const request = indexedDB.open('upm-imports')
  request.onerror = () => reject(request.error)
  request.onsuccess = async () => {
    const database = request.result
    let total = 0
    for (const name of database.objectStoreNames) {
      const count = database.transaction(name).objectStore(name).count()
      total += await new Promise((done) => (count.onsuccess = () => done(count.result)))
    }
    database.close()
    resolve(total)
  }
})`

const somethingIsKept = (page) => page.waitForFunction(`${COUNT_KEPT}.then((count) => count > 0)`)
const nothingIsKept = (page) => page.waitForFunction(`${COUNT_KEPT}.then((count) => count === 0)`)

test('nothing of an import is kept after sign-out', async (t) => {
  const policy = people.policyNamed('Medical Secretaries')
  const { page } = await ready(t, policy, 3)
  await somethingIsKept(page)
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
  await nothingIsKept(page)
})

test('nothing of an import is kept for longer than a day', async (t) => {
  const policy = people.policyNamed('Medical Secretaries')
  const { page } = await ready(t, policy, 3)
  await somethingIsKept(page)
  await page.clock.setSystemTime(Date.now() + 25 * 60 * 60 * 1000)
  await page.reload()
  await page.getByRole('heading', { name: 'Choose who to import' }).waitFor()
  await nothingIsKept(page)
})
