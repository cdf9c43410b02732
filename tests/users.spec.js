// User Management: find people by name, address, policy and organisation; see what is known of them; move them.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { assertAccessible, assertFitsWidth, launch, personas, signedIn } from './support/browser.js'
import { startService } from './support/service.js'

const suite = { after }
const service = await startService(suite)
const browser = await launch(suite)
const who = await personas(service)
const trust = (await service.get('/api/session', 'trust-la')).roles[0].ods
const policyNamed = (name) => service.rows('select id, full_name from policy where ods = ? and name = ?', trust, name)[0]
const [secretaries, secretariesName] = policyNamed('Medical Secretaries')
const policyOf = (email) => service.rows('select policy_id from account where email = ?', email)[0][0]
const national = `policy_id = (select id from policy where ods = '${trust}' and kind = 'national')`
const fitting = `aup_accepted = 1 and status = 'active'`

/** Someone of the trust: their id, address and name. */
const someone = (where, ...parameters) =>
  service.rows(`select id, email, display_name from account where ods = '${trust}' and ${where} order by email limit 1`, ...parameters)[0]

const open = (t, persona = 'trust-la', path = '/users', options = {}) => signedIn(t, browser, service, who[persona], path, options)
const names = (page) => page.getByRole('searchbox', { name: 'Search by name or email address' })
const table = (page) => page.getByRole('table', { name: 'Users' })
const rowOf = (page, email) => table(page).getByRole('row', { name: new RegExp(email.replaceAll('.', '\\.')) })
const boxOf = (page, email) => rowOf(page, email).getByRole('checkbox')
const dialogOf = (page) => page.getByRole('dialog', { name: 'Move members' })

/** What is said of so many people found. */
const found = (count) =>
  count > 500 ? `Showing 500 of ${count.toLocaleString('en-GB')}` : `${count.toLocaleString('en-GB')} ${count === 1 ? 'person' : 'people'}`

/** Finds someone by their address, and waits until the table is theirs. */
async function find(page, email) {
  const asked = (url) => new URL(url).searchParams.get('q') === email
  const answered = page.waitForResponse((response) => response.url().includes('/api/users?') && asked(response.url()))
  await names(page).fill(email)
  await answered
  await page.waitForFunction(() => !document.querySelector('[aria-busy]'))
  await rowOf(page, email).waitFor()
}

/** Chooses the policy to move to in the dialog. */
async function choosePolicy(dialog, name) {
  await dialog.getByRole('searchbox', { name: 'Search policies' }).fill(name)
  await dialog.getByRole('button', { name: 'Find' }).click()
  await dialog.getByRole('radio', { name, exact: true }).check()
}

test('someone is found while one types, no name is in the address, and Back restores the search', async (t) => {
  const [, email, name] = someone(fitting)
  const page = await open(t)
  await table(page).waitFor()
  await names(page).fill(email.toUpperCase())
  await rowOf(page, email).waitFor()
  assert.equal(new URL(page.url()).search, '')
  await rowOf(page, email).getByRole('link', { name }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  assert.equal(await page.title(), 'User – NHSmail user policies', 'the name is not in the history of the browser')
  await page.getByText(email, { exact: true }).waitFor()
  await page.goBack()
  await rowOf(page, email).waitFor()
  assert.equal(await names(page).inputValue(), email.toUpperCase())
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]))
  assert.ok(!kept.toLowerCase().includes(email), 'nor is it kept in the browser')
})

test('a search is forgotten with the sign-in', async (t) => {
  const [, email] = someone(fitting)
  const page = await open(t)
  await names(page).fill(email)
  await rowOf(page, email).waitFor()
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: `Continue as ${who.helpdesk}` }).click()
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
  await page.getByRole('navigation', { name: 'Admin' }).getByRole('link', { name: 'User Management' }).click()
  await table(page).waitFor()
  assert.equal(await names(page).inputValue(), '')
})

test('people are found by any part of the name of their policy, and the address says so', async (t) => {
  const page = await open(t)
  await page.getByRole('textbox', { name: 'User policy' }).fill('medical SECR')
  await page.waitForURL(/[?&]policy=medical(%20|\+)SECR/)
  await table(page).getByRole('link', { name: secretariesName }).first().waitFor()
  await page.reload()
  await table(page).getByRole('link', { name: secretariesName }).first().waitFor()
  assert.equal(await page.getByRole('textbox', { name: 'User policy' }).inputValue(), 'medical SECR')
})

test('the members of one policy are found by its identifier', async (t) => {
  const page = await open(t, 'trust-la', `/users?policy=${secretaries}`)
  const [[count]] = service.rows('select count(*) from account where policy_id = ?', secretaries)
  await page.getByText(found(count), { exact: true }).waitFor()
})

test('who administers several organisations can look at one, who has one is not asked', async (t) => {
  const [{ ods }] = (await service.get('/api/session', 'region-la')).roles
  const [[count]] = service.rows('select count(*) from account where ods = ?', ods)
  const page = await open(t, 'region-la')
  await page.getByRole('combobox', { name: 'Organisation' }).selectOption(ods)
  await page.waitForURL(new RegExp(`[?&]ods=${ods}`))
  await page.getByText(found(count), { exact: true }).waitFor()

  const other = await open(t)
  await table(other).waitFor()
  assert.equal(await other.getByRole('combobox', { name: 'Organisation' }).count(), 0)
})

test('more than 500 people: the first 500 are shown, with the true total and a hint', async (t) => {
  const page = await open(t, 'platform-la')
  await page.getByText(/^Showing 500 of [\d,]+$/).waitFor()
  await page.getByText('to narrow them down').waitFor()
  assert.equal(await table(page).getByRole('row').count(), 501)
})

test('a search that finds nobody says so', async (t) => {
  const page = await open(t)
  await names(page).fill('zzzzqqqq')
  await page.getByRole('heading', { name: 'Nobody matches “zzzzqqqq”' }).waitFor()
  await assertAccessible(page)
})

test('who has not accepted the acceptable use policy cannot be chosen, and it is said why', async (t) => {
  const [id, email] = someone('aup_accepted = 0')
  const page = await open(t)
  await names(page).fill(email)
  await rowOf(page, email).getByText('Not accepted', { exact: true }).waitFor()
  await rowOf(page, email).getByText(/sign in to NHSmail and accept/).waitFor()
  assert.ok(await boxOf(page, email).isDisabled())
  await page.goto(`/users/${id}`)
  await page.getByText(/they cannot be added to a policy/).waitFor()
  assert.equal(await page.getByRole('button', { name: /policy$/ }).count(), 0)
})

test('a licensing error is explained, the cause first, with who can fix it', async (t) => {
  const [id, email] = someone(
    `licence_state = 'failed' and id in (select account_id from licensing_error where code = 'CountViolation')`
  )
  const page = await open(t)
  await names(page).fill(email)
  await rowOf(page, email).getByText('Licensing error', { exact: true }).waitFor()
  await rowOf(page, email).getByText(/has no seat of this licence left/).waitFor()
  await page.goto(`/users/${id}`)
  const errors = page.getByRole('region', { name: 'Licensing errors' })
  await errors.getByText('You, with whoever buys your organisation’s licences').waitFor()
  assert.deepEqual(await errors.locator('code').allInnerTexts(), ['CountViolation', 'Other'])
  await assertAccessible(page)
})

test('people found by several searches are moved together, once the moves are confirmed', async (t) => {
  const [, first] = someone(`${national} and ${fitting}`)
  const [, second] = someone(`${national} and ${fitting} and email > ?`, first)
  const before = policyOf(first)
  const page = await open(t)
  for (const email of [first, second]) {
    await find(page, email)
    await boxOf(page, email).check()
  }
  await page.getByRole('status').getByText('2 people selected').waitFor()
  await page.getByRole('button', { name: 'Move to another policy' }).click()
  const dialog = dialogOf(page)
  await choosePolicy(dialog, secretariesName)
  await dialog.getByRole('button', { name: 'Move', exact: true }).click()
  await dialog.getByRole('alert').waitFor()
  assert.equal(policyOf(first), before, 'nothing is done without the confirmation')
  await dialog.getByRole('checkbox', { name: 'I confirm the moves' }).check()
  await assertAccessible(page)
  await dialog.getByRole('button', { name: 'Move', exact: true }).click()
  await page.getByRole('status').getByText(`2 people were moved to ${secretariesName}`).waitFor()
  assert.deepEqual([policyOf(first), policyOf(second)], [secretaries, secretaries])
  await rowOf(page, second).getByRole('link', { name: secretariesName }).waitFor()
})

test('a person is moved from their own page', async (t) => {
  const [id, email, name] = someone(`${national} and ${fitting}`)
  const page = await open(t, 'licence-admin', `/users/${id}`)
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await page.getByRole('button', { name: 'Move to another policy' }).click()
  await choosePolicy(dialogOf(page), secretariesName)
  await dialogOf(page).getByRole('checkbox', { name: 'I confirm the moves' }).check()
  await dialogOf(page).getByRole('button', { name: 'Move', exact: true }).click()
  await page.getByRole('link', { name: secretariesName }).waitFor()
  assert.equal(policyOf(email), secretaries)
})

test('a person in no policy is put into one, with no move to confirm', async (t) => {
  const [id, email] = someone(`policy_id is null and ${fitting}`)
  const page = await open(t, 'trust-la', `/users/${id}`)
  await page.getByRole('button', { name: 'Add to a policy' }).click()
  const dialog = dialogOf(page)
  await dialog.getByText('1 person is in no policy now and will be added.').waitFor()
  assert.equal(await dialog.getByRole('checkbox', { name: 'I confirm the moves' }).count(), 0)
  await choosePolicy(dialog, secretariesName)
  await dialog.getByRole('button', { name: 'Move', exact: true }).click()
  await page.getByRole('link', { name: secretariesName }).waitFor()
  assert.equal(policyOf(email), secretaries)
})

test('a helpdesk reader sees people and is not offered to move them', async (t) => {
  const [id, , name] = someone(`${national} and ${fitting}`)
  const page = await open(t, 'helpdesk')
  await table(page).waitFor()
  assert.equal(await page.getByRole('checkbox').count(), 0)
  await page.goto(`/users/${id}`)
  await page.getByRole('heading', { level: 1, name }).waitFor()
  assert.equal(await page.getByRole('button', { name: 'Move to another policy' }).count(), 0)
})

test('a person of another organisation is not to be found', async (t) => {
  const page = await open(t, 'trust-la', '/', { expectErrors: /404/ })
  const [[foreign]] = service.rows('select id from account where ods <> ? limit 1', trust)
  await page.goto(`/users/${foreign}`)
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
})

for (const [name, path] of [
  ['people', `/users?policy=${secretaries}`],
  ['a person', `/users/${someone(`${national} and ${fitting}`)[0]}`]
]) {
  test(`${name} and the dialog are accessible and fit a phone`, async (t) => {
    const page = await open(t, 'trust-la', path, { viewport: { width: 360, height: 740 } })
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByText('Loading…').first().waitFor({ state: 'detached' })
    await assertAccessible(page)
    await assertFitsWidth(page)
    if (name === 'people') await table(page).getByRole('checkbox', { disabled: false }).first().check()
    await page.getByRole('button', { name: 'Move to another policy' }).click()
    await dialogOf(page).getByRole('radio').first().waitFor()
    await assertAccessible(page)
    await assertFitsWidth(page)
    await dialogOf(page).getByRole('button', { name: 'Cancel' }).click()
    await page.setViewportSize({ width: 1280, height: 900 })
    await assertAccessible(page)
    await assertFitsWidth(page)
  })
}
