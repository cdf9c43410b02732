// The people in policies beside their policies: how they signed in and why they are locked out, multi-factor
// authentication of an account that was compromised, leavers and joiners.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { assertAccessible, assertFitsWidth, launch, personas, signedIn } from './support/browser.js'
import { startService } from './support/service.js'

const suite = { after }
const service = await startService(suite)
const browser = await launch(suite)
const who = await personas(service)
const odsOf = async (persona) => (await service.get('/api/session', persona)).roles[0].ods
const trust = await odsOf('trust-la')
const other = await odsOf('region-la')

/** Somebody of an organisation: their id, address and name. */
const someone = (where, ods = trust) =>
  service.rows(`select id, email, display_name from account where ods = ? and ${where} order by email limit 1`, ods)[0]

const open = (t, path, persona = 'trust-la', options = {}) => signedIn(t, browser, service, who[persona], path, options)
const row = (page, name) => page.locator('.nhsuk-summary-list__row', { has: page.getByText(name, { exact: true }) })
const history = (page) => page.getByRole('table', { name: 'Account history' })

test('a person’s page tells the state of the account, and when they accepted the acceptable use policy', async (t) => {
  for (const [state, told] of [
    ['active', 'Active'],
    ['leaver', 'Leaver'],
    ['disabled', 'Disabled'],
    ['compromised', 'Compromised'],
    ['remediated', 'Remediated']
  ]) {
    const [id] = someone(`status = '${state}' and aup_accepted = 1`)
    const page = await open(t, `/users/${id}`)
    await row(page, 'Account').getByText(told, { exact: state !== 'active' }).waitFor()
    await row(page, 'Acceptable use policy').getByText(/^Accepted on \d+ \w+ \d{4}$/).waitFor()
  }
})

test('log-ons tell why somebody is locked out; they can be filtered, and the address names nobody', async (t) => {
  const [id, , name] = someone(
    `status = 'active' and id in (select account_id from log_on where error_code = 50053)`
  )
  const page = await open(t, `/users/${id}`)
  await page.getByRole('link', { name: 'Recent log-ons' }).click()
  await page.getByRole('heading', { level: 1, name: 'Recent log-ons' }).waitFor()
  await page.getByText(name).first().waitFor()
  await page.getByRole('heading', { name: 'Why was this person locked out?' }).waitFor()
  await page.getByText('The account was locked after too many wrong passwords.').waitFor()
  await page.getByText(/\d+ wrong passwords from \d+ address/).waitFor()
  await page.getByText(/Log-ons are kept for 30 days/).waitFor()
  const table = page.getByRole('table', { name: 'Attempts to sign in' })
  await table.getByText('Account locked').first().waitFor()
  await assertAccessible(page)

  await page.getByRole('combobox', { name: 'Result' }).selectOption('Wrong password')
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.waitForURL(/\?result=wrongPassword$/)
  await page.waitForFunction(() => !document.querySelector('[aria-busy]'))
  const [[wrong]] = service.rows('select count(*) from log_on where account_id = ? and error_code = 50126', id)
  await page.getByRole('status').getByText(wrong === 1 ? '1 attempt' : `${wrong} attempts`, { exact: true }).waitFor()
  assert.equal(await table.getByText('Success', { exact: true }).count(), 0)
  const [[address]] = service.rows('select ip_address from log_on where account_id = ? and error_code = 50126 limit 1', id)
  await page.getByRole('textbox', { name: 'Device, IP address, place or app' }).fill(address)
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.waitForFunction(() => !document.querySelector('[aria-busy]'))
  await table.getByText(address).first().waitFor()
  assert.ok(!page.url().includes(address), 'what was typed is not in the address')
  await page.getByRole('textbox', { name: 'Device, IP address, place or app' }).fill('no such device')
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByText('There are no attempts like this').waitFor()
})

test('who looked is told to a primary local administrator and to nobody else', async (t) => {
  const region = service.rows(
    `select ods from administrator_role join administrator on id = administrator_id where subject = 'platform-la'`
  ).map(([ods]) => ods)
  const ods = [trust, other].find((code) => region.includes(code))
  const [id] = someone(`status = 'active'`, ods)
  const page = await open(t, `/users/${id}/log-ons`, 'platform-la')
  await page.getByRole('heading', { name: 'Why was this person locked out?' }).waitFor()
  await page.goto(`/users/${id}`)
  await history(page).getByText('Log-ons looked at').first().waitFor()
  await history(page).getByText(who['platform-la']).first().waitFor()
  const persona = ods === trust ? 'trust-la' : 'region-la'
  const la = await open(t, `/users/${id}`, persona)
  await la.getByText('Nothing has been done to this account yet.').waitFor()
})

test('log-ons, MFA and leaving are not offered to a helpdesk reader', async (t) => {
  const [id, , name] = someone(`status = 'remediated'`)
  const page = await open(t, `/users/${id}`, 'helpdesk', { expectErrors: /403/ })
  await page.getByRole('heading', { level: 1, name }).waitFor()
  for (const button of ['Disable MFA for 48 hours', 'Mark as a leaver']) {
    assert.equal(await page.getByRole('button', { name: button }).count(), 0)
  }
  assert.equal(await page.getByRole('link', { name: 'Recent log-ons' }).count(), 0)
  await page.goto(`/users/${id}/log-ons`)
  await page.getByText(/Your role does not let you see when and from where people signed in/).waitFor()
  assert.equal(await page.getByRole('button', { name: 'Try again' }).count(), 0, 'which would not help')
})

test('by what somebody can sign in is told to who may see log-ons, with what it means', async (t) => {
  const ways = (page) => page.getByRole('region', { name: 'Ways to sign in' })
  const with_ = (methods) =>
    `status = 'active' and (select coalesce(group_concat(method, ' '), '') from (select method from sign_in_method where account_id = account.id order by method)) = '${methods}'`
  const [both] = someone(with_('microsoftAuthenticator phone'))
  const page = await open(t, `/users/${both}`)
  await ways(page).getByText(/more than one way to prove who they are/).waitFor()
  assert.deepEqual(await ways(page).getByRole('listitem').allInnerTexts(), ['Microsoft Authenticator', 'Text message or call'])
  await assertAccessible(page)
  const [none] = someone(with_(''))
  await page.goto(`/users/${none}`)
  await ways(page).getByText('Password only.').waitFor()
  await ways(page).getByText(/ask the helpdesk for a Temporary Access Pass/).waitFor()
  const reader = await open(t, `/users/${both}`, 'helpdesk')
  await reader.getByRole('heading', { level: 1 }).waitFor()
  assert.equal(await ways(reader).count(), 0)
})

test('where Microsoft has not confirmed that MFA is on again, the page says that it may be off', async (t) => {
  const [id] = someone(`status = 'remediated'`)
  const page = await signedIn(t, browser, service, who['trust-la'], '/users')
  let state = { state: 'enforcing', since: '2026-11-28T12:00:00Z' }
  await page.route('**/api/users/*/mfa', (route) => route.fulfill({ json: { state, timesDisabled: 1 } }))
  await page.goto(`/users/${id}`)
  const mfa = page.getByRole('region', { name: 'Multi-factor authentication (MFA)' })
  await mfa.getByText(/to be enforced again on 28 November 2026/).waitFor()
  assert.equal(await page.getByRole('button', { name: /Disable MFA|Enforce MFA/ }).count(), 0)
  await assertAccessible(page)
  await page.setViewportSize({ width: 360, height: 740 })
  await assertFitsWidth(page)
  state = { state: 'enforced' }
  await mfa.getByRole('button', { name: 'Check again' }).click()
  await mfa.getByText(/^MFA is enforced/).waitFor()
})

test('on a compromised account MFA stays on, and the page says why', async (t) => {
  const [id] = someone(`status = 'compromised'`)
  const page = await open(t, `/users/${id}`)
  await page.getByText(/MFA is always enforced on a compromised account/).waitFor()
  assert.equal(await page.getByRole('button', { name: 'Disable MFA for 48 hours' }).count(), 0)
})

test('on a remediated one it is disabled for 48 hours with a reason, counted down, and enforced again', async (t) => {
  const [id] = someone(`status = 'remediated'`)
  // What the page asks for while the service is away, the web server answers.
  const page = await open(t, `/users/${id}`, 'trust-la', { expectErrors: /502/ })
  await page.getByRole('button', { name: 'Disable MFA for 48 hours' }).click()
  const dialog = page.getByRole('dialog', { name: 'Disable MFA for 48 hours?' })
  await dialog.getByRole('button', { name: 'Disable MFA' }).click()
  await dialog.getByRole('alert').getByRole('link', { name: 'Enter a reason' }).click()
  await assertAccessible(page)
  await dialog.getByRole('textbox', { name: 'Reason' }).fill('They have a new phone')
  await dialog.getByRole('button', { name: 'Disable MFA' }).click()
  await page.getByRole('status').getByText('MFA is disabled for 48 hours').waitFor()
  await page.getByRole('timer').getByText(/^4[78] hours( 59 minutes)? left$/).waitFor()
  await history(page).getByText('MFA disabled for 48 hours').waitFor()
  await history(page).getByText(/Reason: They have a new phone/).waitFor()
  await assertAccessible(page)

  // It outlives a restart of the service.
  await service.restart('SIGKILL')
  await page.reload()
  await page.getByRole('timer').waitFor()
  await page.getByRole('button', { name: 'Enforce MFA again now' }).click()
  await page.getByRole('status').getByText('MFA is enforced again').waitFor()
  await page.getByText('It has been disabled once before.', { exact: false }).waitFor()
  await history(page).getByText('MFA enforced again').waitFor()
})

test('a leaver is marked, listed with what ends when, and kept after all', async (t) => {
  const [id, , name] = someone(`status = 'active' and aup_accepted = 1 and policy_id is not null`)
  const page = await open(t, `/users/${id}`)
  await page.getByRole('button', { name: 'Mark as a leaver' }).click()
  const dialog = page.getByRole('dialog', { name: 'Mark as a leaver?' })
  await dialog.getByText(/will stop being an administrator/).waitFor()
  await assertAccessible(page)
  await dialog.getByRole('button', { name: 'Mark as a leaver' }).click()
  await row(page, 'Account').getByText('Leaver', { exact: true }).waitFor()
  await history(page).getByText('Marked as a leaver').waitFor()

  await page.getByRole('link', { name: 'See all leavers' }).click()
  await page.getByRole('heading', { level: 1, name: 'Leavers' }).waitFor()
  const line = page.getByRole('table', { name: 'Leavers' }).getByRole('row').filter({ hasText: name })
  await line.getByText(/Microsoft 365|Office 365/).waitFor()
  await line.getByRole('link', { name }).click()
  await page.getByRole('button', { name: 'Undo: they are not leaving' }).click()
  await page.getByRole('status').getByText('They are no longer a leaver').waitFor()
  await row(page, 'Account').getByText('Active').waitFor()
})

test('a leaver of another organisation is taken over into the default policy of one’s own', async (t) => {
  const [id, email, name] = someone(`status = 'active' and aup_accepted = 1 and policy_id is not null`, other)
  const page = await open(t, '/users', 'trust-la', { expectErrors: /409/ })
  await page.getByRole('link', { name: 'Take over a joiner' }).click()
  await page.getByRole('heading', { level: 1, name: 'Take over a joiner' }).waitFor()
  const [[policy]] = service.rows(`select full_name from policy where ods = ? and kind = 'national'`, trust)
  await page.getByRole('link', { name: policy }).waitFor()
  const address = page.getByRole('textbox', { name: 'Email address' })
  const takeOver = page.getByRole('button', { name: 'Take over' })
  await address.fill('not an address')
  await takeOver.click()
  await page.getByRole('alert').waitFor()
  await address.fill(email)
  await takeOver.click()
  await page.getByRole('alert').getByRole('link', { name: /active in another organisation/ }).waitFor()
  assert.equal(await address.inputValue(), email, 'what was entered is kept')
  await assertAccessible(page)
  await service.post(`/api/users/${id}/leaver`, 'region-la', {})
  await takeOver.click()
  await page.getByRole('status').getByText(`${name} is now in ${policy}`).waitFor()
  await page.getByRole('link', { name: 'See the person' }).click()
  await page.getByRole('heading', { level: 1, name }).waitFor()
  await history(page).getByText('Joined the organisation').waitFor()
  assert.equal(service.rows('select ods from account where id = ?', id)[0][0], trust)
})

test('a local policy can be made the one that joiners come into', async (t) => {
  const [[id, name]] = service.rows(`select id, full_name from policy where ods = ? and kind = 'local' order by id limit 1`, trust)
  const page = await open(t, `/policies/${id}`)
  await page.getByRole('button', { name: 'Make this the default policy' }).click()
  await page.getByText('This is the default policy: people who join the organisation go into it.').waitFor()
  await page.goto('/users/join')
  await page.getByRole('link', { name }).waitFor()
})

test('these pages fit a phone', async (t) => {
  const [id] = someone(`status = 'remediated'`)
  const page = await open(t, `/users/${id}`, 'trust-la', { viewport: { width: 360, height: 740 } })
  for (const path of [`/users/${id}`, `/users/${id}/log-ons`, '/users/leavers', '/users/join']) {
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.waitForFunction(() => !document.querySelector('.upm-loading, [aria-busy=true]'))
    await assertFitsWidth(page)
    await assertAccessible(page)
  }
})
