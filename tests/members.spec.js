// The members of a policy: list, search, add, move; and the jobs that say what became of it.

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
const [target, targetName] = policyNamed('Clinical Admin')
const policyOf = (email) => service.rows('select policy_id from account where email = ?', email)[0][0]
const someone = (where, ...parameters) =>
  service.rows(`select email, display_name from account where ods = '${trust}' and ${where} order by email limit 1`, ...parameters)[0]

const open = (t, persona, path = `/policies/${target}/members`, options = {}) =>
  signedIn(t, browser, service, who[persona], path, options)

/** Finds a person in the dialog "Add members" and ticks them. */
async function choose(dialog, email) {
  await dialog.getByRole('searchbox', { name: 'Search users' }).fill(email)
  await dialog.getByRole('button', { name: 'Find' }).click()
  const box = dialog.getByRole('checkbox', { name: new RegExp(email.replaceAll('.', '\\.')) })
  await box.check()
}

test('members are listed in pages and found by a part of their name', async (t) => {
  const page = await open(t, 'trust-la')
  const table = page.getByRole('table', { name: 'Members' })
  await table.waitFor()
  const [[count]] = service.rows('select count(*) from account where policy_id = ?', target)
  assert.ok(count > 50, 'there is more than a page')
  assert.equal(await table.getByRole('row').count(), 51)
  const [email, name] = someone('policy_id = ?', target)
  await page.getByRole('searchbox', { name: 'Search members' }).fill(email.split('@')[0].toUpperCase())
  await page.getByRole('searchbox', { name: 'Search members' }).press('Enter')
  await table.getByRole('row', { name: new RegExp(email) }).waitFor()
  assert.ok((await table.innerText()).includes(name.split(',')[0]))
  assert.ok(!page.url().includes(email.split('@')[0]), 'no names or addresses in the URL')
})

test('someone without a policy is added at once, with a green message', async (t) => {
  const [email] = someone(`policy_id is null and aup_accepted = 1 and status = 'active'`)
  const page = await open(t, 'licence-admin')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Add members' })
  await choose(dialog, email)
  await dialog.getByRole('button', { name: 'Select', exact: true }).click()
  await page.getByRole('status').getByText(new RegExp(`added to ${targetName}`)).waitFor()
  assert.equal(policyOf(email), target)
})

test('someone of another policy is moved only after the move is confirmed', async (t) => {
  const [email] = someone(`policy_id = (select id from policy where ods = ? and kind = 'national') and aup_accepted = 1 and status = 'active'`, trust)
  const before = policyOf(email)
  const page = await open(t, 'trust-la')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Add members' })
  await choose(dialog, email)
  await dialog.getByRole('button', { name: 'Select', exact: true }).click()
  await dialog.getByText(/National Policy/).first().waitFor()
  await dialog.getByRole('button', { name: 'Add members' }).click()
  await dialog.getByRole('alert').waitFor()
  assert.equal(policyOf(email), before, 'nothing is done without the confirmation')
  await dialog.getByRole('checkbox', { name: 'I confirm the moves' }).check()
  await dialog.getByRole('button', { name: 'Add members' }).click()
  await page.getByRole('status').getByText(new RegExp(targetName)).waitFor()
  assert.equal(policyOf(email), target)
})

test('someone who has not accepted the acceptable use policy cannot be chosen, and it is said why', async (t) => {
  const [email] = someone('aup_accepted = 0')
  const page = await open(t, 'trust-la')
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  const dialog = page.getByRole('dialog', { name: 'Add members' })
  await dialog.getByRole('searchbox', { name: 'Search users' }).fill(email)
  await dialog.getByRole('button', { name: 'Find' }).click()
  const row = dialog.getByRole('row', { name: new RegExp(email) })
  await row.getByText(/acceptable use policy/i).first().waitFor()
  assert.ok(await row.getByRole('checkbox').isDisabled())
})

test('a member is moved to another policy, and the job says what became of them', async (t) => {
  const [email, name] = someone('policy_id = ?', target)
  const [other, otherName] = policyNamed('Medical Secretaries')
  const page = await open(t, 'trust-la')
  await page.getByRole('searchbox', { name: 'Search members' }).fill(email)
  await page.getByRole('searchbox', { name: 'Search members' }).press('Enter')
  await page.getByRole('table', { name: 'Members' }).getByRole('checkbox', { name: new RegExp(name.split(',')[0]) }).check()
  await page.getByRole('button', { name: 'Move to another policy' }).click()
  const dialog = page.getByRole('dialog', { name: 'Move members' })
  await dialog.getByRole('searchbox', { name: 'Search policies' }).fill(otherName)
  await dialog.getByRole('button', { name: 'Find' }).click()
  await dialog.getByRole('radio', { name: otherName }).check()
  await dialog.getByRole('checkbox', { name: 'I confirm the moves' }).check()
  await dialog.getByRole('button', { name: 'Move', exact: true }).click()
  await page.getByRole('status').getByText(new RegExp(otherName)).waitFor()
  assert.equal(policyOf(email), other)

  await page.getByRole('navigation', { name: 'Admin' }).getByRole('link', { name: 'Jobs' }).click()
  const jobs = page.getByRole('table', { name: 'Jobs' })
  await jobs.getByRole('link', { name: otherName }).first().click()
  await page.getByRole('table', { name: 'Outcomes' }).getByRole('row', { name: new RegExp(email) }).waitFor()
  await assertAccessible(page)
})

test('a helpdesk reader sees members and is offered neither adding nor moving', async (t) => {
  const page = await open(t, 'helpdesk')
  await page.getByRole('table', { name: 'Members' }).waitFor()
  assert.equal(await page.getByRole('button', { name: 'Add', exact: true }).count(), 0)
  assert.equal(await page.getByRole('link', { name: 'Import' }).count(), 0)
  assert.equal(await page.getByRole('checkbox').count(), 0)
})

for (const [name, path] of [
  ['members', `/policies/${target}/members`],
  ['jobs', '/jobs']
]) {
  test(`${name} is accessible and fits a phone`, async (t) => {
    const page = await open(t, 'trust-la', path, { viewport: { width: 360, height: 740 } })
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByText('Loading…').waitFor({ state: 'detached' })
    await assertAccessible(page)
    await assertFitsWidth(page)
    if (name === 'members') {
      await page.getByRole('button', { name: 'Add', exact: true }).click()
      await page.getByRole('dialog', { name: 'Add members' }).getByRole('searchbox').waitFor()
      await assertAccessible(page)
    }
    await page.setViewportSize({ width: 1280, height: 900 })
    await assertAccessible(page)
  })
}
