// The licensing errors of a policy: explained, taken along, tried again; and the e-mail about them.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'

import { assertAccessible, assertFitsWidth, launch, personas, signedIn } from './support/browser.js'
import { startService } from './support/service.js'

const suite = { after }
const service = await startService(suite)
const browser = await launch(suite)
const names = await personas(service)
// The policy of the first trust in which people found no seat of an add-on.
const [[policy, fullName]] = service.rows(
  `select policy.id, policy.full_name from policy
   join administrator_role role on role.ods = policy.ods
   join persona on persona.administrator_id = role.administrator_id
   join account on account.policy_id = policy.id
   join licensing_error error on error.account_id = account.id
   where persona.id = 'trust-la' and error.code = 'CountViolation' limit 1`
)

const errors = (of = policy) => `/policies/${of}/licensing-errors`
const open = (t, path, { persona = 'trust-la', ...options } = {}) =>
  signedIn(t, browser, service, names[persona], path, options)
const lacking = () =>
  service.rows(
    `select account.email from account join licensing_error error on error.account_id = account.id
     where policy_id = ? and error.code = 'CountViolation' order by sort_name, account.id`,
    policy
  ).flat()

test('licensing errors say what is wrong for how many, who can fix it and what to do, causes first', async (t) => {
  const page = await open(t, errors())
  const count = lacking().length
  await page.getByRole('heading', { name: `${count} people: no Power BI Pro seats left` }).waitFor()
  await page.getByText(`${count} members lack a licence of this policy.`).waitFor()
  const headings = await page.getByRole('main').getByRole('heading', { level: 2 }).allTextContents()
  assert.deepEqual(headings.slice(0, 2), ['You can fix', 'Fixed along with the errors above'])
  await page.getByText('Who has this error').first().click()
  await page.getByText(lacking()[0], { exact: true }).first().waitFor()
  await assertAccessible(page)
})

test('licensing errors are exported to the address that the message names, and come with a file', async (t) => {
  const page = await open(t, errors())
  await page.getByRole('button', { name: 'Export Licensing Errors' }).click()
  const { email } = await service.get('/api/session', 'trust-la')
  await page.getByRole('status').getByText(`The licensing errors will be emailed to ${email}`).waitFor()
  await page.getByRole('link', { name: 'Demonstration inbox' }).click()
  await page.getByRole('heading', { level: 1, name: 'Demonstration inbox' }).waitFor()
  const count = lacking().length
  await page.getByRole('link', { name: `${fullName}: ${count} people with licensing errors` }).click()
  await page.getByText(`${count} people: no Power BI Pro seats left`).waitFor()
  await assertAccessible(page)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download attachment' }).click()
  const lines = readFileSync(await (await download).path(), 'utf8').trim().split('\r\n')
  assert.equal(lines.length, 1 + 2 * count, 'a line for each member and licence')
  assert.ok(lines[1].startsWith(`${lacking()[0]},`), lines[1])
})

test('that there are no licensing errors comes by e-mail too', async (t) => {
  const [[healthy]] = service.rows(
    `select policy.id from policy join administrator_role role on role.ods = policy.ods
     join persona on persona.administrator_id = role.administrator_id
     where persona.id = 'trust-la' and problem_count = 0 limit 1`
  )
  const page = await open(t, errors(healthy))
  await page.getByText('Every member has the licences of this policy.').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Download CSV' }).count(), 0)
  await page.getByRole('button', { name: 'Export Licensing Errors' }).click()
  await page.getByRole('link', { name: 'Demonstration inbox' }).click()
  await page.getByRole('link', { name: /: no licensing errors$/ }).waitFor()
})

test('licensing errors are a file at once, and the text of a ticket', async (t) => {
  const page = await open(t, errors())
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download CSV' }).click()
  const file = readFileSync(await (await download).path(), 'utf8')
  assert.match(file, /^\ufeffEmail Address,Name,Licence,Error,Reason,Who can fix it,What to do\r\n/)
  await page.getByRole('button', { name: 'Copy ticket text' }).click()
  await page.getByText('The text is copied.').waitFor()
  const text = await page.evaluate(() => navigator.clipboard.readText())
  const wanted = [fullName, policy, 'Organisation: ', 'Looked at: ', 'CountViolation', ...lacking()]
  for (const part of wanted) assert.ok(text.includes(part), `${part} in ${text}`)
})

test('licensing errors are read only by those whose role is to read', async (t) => {
  const page = await open(t, errors(), { persona: 'helpdesk' })
  await page.getByRole('button', { name: 'Download CSV' }).waitFor()
  assert.equal(await page.getByRole('button', { name: 'Try again' }).count(), 0)
})

test('licensing errors fit a phone, and so does the inbox', async (t) => {
  const page = await open(t, errors(), { viewport: { width: 360, height: 740 } })
  await page.getByRole('button', { name: 'Copy ticket text' }).waitFor()
  await assertAccessible(page)
  await assertFitsWidth(page)
  await page.goto('/demo/messages')
  await page.getByRole('heading', { level: 1, name: 'Demonstration inbox' }).waitFor()
  await page.getByText('Loading…').first().waitFor({ state: 'detached' })
  await assertAccessible(page)
  await assertFitsWidth(page)
})

test('licensing errors are gone for those who are tried again once there is a seat', async (t) => {
  const page = await open(t, errors())
  const emails = lacking()
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('status').getByText(/none could be given their licences yet/).waitFor()
  // Somebody who holds the licence leaves the policy, as the advice says.
  const [[holder]] = service.rows(
    `select email from account where policy_id = ? and licence_state = 'active' and aup_accepted limit 1`,
    policy
  )
  const [[national]] = service.rows(
    `select id from policy where kind = 'national' and ods = (select ods from policy where id = ?)`,
    policy
  )
  await service.post(`/api/policies/${national}/members`, 'trust-la', {
    members: [{ email: holder, expectedPolicyId: policy }],
    moves: 'confirm'
  })
  await page.getByRole('button', { name: 'Try again' }).click()
  await page.getByRole('status').getByText(/1 has their licences now/).waitFor()
  await page.getByText(`${emails.length - 1} members lack a licence of this policy.`).waitFor()
  await page.getByRole('status').getByRole('link', { name: 'See the job' }).last().click()
  await page.getByRole('table', { name: 'Outcomes' }).getByText('Licensed', { exact: true }).waitFor()
})
