// User Policy Management as a local administrator uses it: find a policy, make one, change one.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { assertAccessible, assertFitsWidth, launch, personas, signedIn } from './support/browser.js'
import { startService } from './support/service.js'

const suite = { after }
const service = await startService(suite)
const browser = await launch(suite)
const who = await personas(service)

/** The one trust of the first persona. */
const trust = (await service.get('/api/session', 'trust-la')).roles[0].ods

const PHONE = { width: 360, height: 740 }

/** Fills the form of a new policy, as far as it is not filled already. */
async function fill(page, { name, description }) {
  await page.getByRole('textbox', { name: 'Policy name' }).fill(name)
  if (description !== undefined) await page.getByRole('textbox', { name: 'Description' }).fill(description)
}

/** Makes a policy and ends on its page; gives its full name. */
async function create(page, policy) {
  await page.goto('/policies/new')
  await fill(page, policy)
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByRole('button', { name: 'Update' }).waitFor()
  return page.getByRole('heading', { level: 1 }).innerText()
}

/** What the error summary lists. */
const problems = (page) => page.getByRole('alert').filter({ hasText: 'There is a problem' }).getByRole('listitem')

test('an administrator finds a policy by a part of its name in any case', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'])
  const fullName = await create(page, { name: 'Community Nurses North' })
  await page.getByRole('navigation', { name: 'Admin' }).getByRole('link', { name: 'User Policy Management' }).click()
  await page.getByRole('searchbox', { name: 'Search user policies' }).fill('NURSES nor')
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  const table = page.getByRole('table', { name: 'User policies' })
  await table.getByRole('link', { name: fullName }).waitFor()
  assert.equal(await table.getByRole('row').count(), 2, 'the heading and the one policy')
  assert.match(page.url(), /[?&]q=NURSES(%20|\+)nor/)
})

test('the search is in the address: reload and Back restore it', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'], '/policies?by=displayName&q=national')
  const table = page.getByRole('table', { name: 'User policies' })
  await table.getByRole('link', { name: /National Policy/ }).first().click()
  await page.getByRole('heading', { level: 1, name: /National Policy/ }).waitFor()
  await page.goBack()
  await table.waitFor()
  assert.equal(await page.getByRole('searchbox', { name: 'Search user policies' }).inputValue(), 'national')
  assert.ok(await page.getByRole('radio', { name: 'Display name' }).isChecked())
  await page.reload()
  await table.waitFor()
  assert.equal(await page.getByRole('searchbox', { name: 'Search user policies' }).inputValue(), 'national')
})

test('more than 500 policies: the first 500 are shown, with the true total and a hint', async (t) => {
  const page = await signedIn(t, browser, service, who['platform-la'], '/policies')
  const [[total]] = service.rows('select count(*) from policy')
  const text = await page.getByText(/^Showing 500 of /).innerText()
  assert.match(text, /^Showing 500 of [\d,]+$/)
  assert.ok(Number(text.replace(/.* of /, '').replaceAll(',', '')) <= total)
  await page.getByText('to narrow them down').waitFor()
  const rows = page.getByRole('table', { name: 'User policies' }).getByRole('row')
  await rows.nth(500).waitFor()
  assert.equal(await rows.count(), 501)
})

test('a search without results says so and offers a way on', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'], '/policies?by=anything&q=zzzzqqqq')
  await page.getByRole('heading', { name: 'No policies match “zzzzqqqq”' }).waitFor()
  await page.getByRole('link', { name: 'Show all policies' }).click()
  await page.getByRole('table', { name: 'User policies' }).waitFor()
})

test('a new policy gets its full name while it is typed, and call recording is on', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'], '/policies/new')
  await fill(page, { name: '  Theatre   Staff ' })
  const fullName = page.getByLabel('Full policy name')
  assert.match(await fullName.innerText(), /^[A-Z0-9]+\.E3\.Theatre Staff$/)
  assert.ok(await page.getByRole('switch', { name: 'Teams call recording' }).isChecked())
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByRole('status').getByText(/Theatre Staff was created/).waitFor()
  await page.getByRole('heading', { level: 1, name: /\.E3\.Theatre Staff$/ }).waitFor()
})

test('everything that is wrong is listed at once, focused, and stands at its field; what was typed stays', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'], '/policies/new')
  await fill(page, { name: 'Ward 7 & 8', description: '🩺'.repeat(251) })
  await page.getByRole('combobox', { name: 'Base licence' }).selectOption('')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await problems(page).first().waitFor()
  assert.deepEqual(await problems(page).allInnerTexts(), [
    'Policy name must only include letters A to Z, numbers and spaces. Remove the character “&”',
    'Description must be 250 characters or fewer. You have entered 251',
    'Select a base licence or at least one add-on licence'
  ])
  const focused = await page.evaluate(() => document.activeElement?.textContent)
  assert.match(focused, /There is a problem/)
  const name = page.getByRole('textbox', { name: 'Policy name' })
  assert.equal(await name.inputValue(), 'Ward 7 & 8')
  await page.getByRole('link', { name: /^Policy name must only include/ }).click()
  assert.ok(await name.evaluate((field) => field === document.activeElement), 'the link focuses the field')
  const description = await name.getAttribute('aria-describedby')
  const said = await page.evaluate((ids) => ids.split(' ').map((id) => document.getElementById(id)?.textContent), description)
  assert.ok(said.some((text) => text?.includes('Remove the character “&”')), 'the message belongs to the field')
})

test('a description is kept exactly as typed, 250 characters of any script', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'])
  const description = `  قسم الطوارئ 🚑 ${'é'.repeat(234)}`
  assert.equal([...description].length, 250)
  await create(page, { name: 'Exact words', description })
  await page.reload()
  await page.getByRole('button', { name: 'Update' }).waitFor()
  assert.equal(await page.getByRole('textbox', { name: 'Description' }).inputValue(), description)
})

test('a name that is taken is reported at the field, whatever its case', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'], '/', { expectErrors: /409/ })
  await create(page, { name: 'Day Surgery' })
  await page.goto('/policies/new')
  await fill(page, { name: 'day surgery' })
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await problems(page).first().waitFor()
  assert.equal(await problems(page).count(), 1)
  assert.equal(await page.getByRole('textbox', { name: 'Policy name' }).inputValue(), 'day surgery')
  assert.equal(service.rows(`select count(*) from policy where lower(name) = 'day surgery'`)[0][0], 1)
})

test('Office for the web needs SharePoint: said at the switch, and refused', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'], '/policies/new')
  await fill(page, { name: 'No SharePoint' })
  await page.getByRole('switch', { name: 'SharePoint', exact: true }).uncheck()
  assert.ok(!(await page.getByRole('switch', { name: 'OneDrive' }).isChecked()), 'OneDrive follows SharePoint')
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await problems(page).getByText(/Office for the web needs SharePoint/).waitFor()
  await page.getByRole('switch', { name: 'Office for the web' }).uncheck()
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByRole('status').getByText(/No SharePoint was created/).waitFor()
})

test('an administrator changes name, add-ons and applications, and finds them after a restart', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'])
  await create(page, { name: 'Radiology' })
  await page.getByRole('textbox', { name: 'Policy name' }).fill('Radiology and Imaging')
  await page.getByText('Licence Subscriptions').click()
  await page.getByRole('group', { name: 'Add-on licences' }).getByRole('checkbox', { name: /Visio Online Plan 2/ }).check()
  await page.getByRole('switch', { name: 'Sway' }).uncheck()
  await page.getByRole('switch', { name: 'Teams call recording' }).uncheck()
  await page.getByRole('button', { name: 'Update' }).click()
  await page.getByRole('status').getByText(/Radiology and Imaging was updated/).waitFor()
  await page.getByRole('heading', { level: 1, name: /\.E3\.Radiology and Imaging$/ }).waitFor()
  await service.restart()
  await page.reload()
  await page.getByRole('button', { name: 'Update' }).waitFor()
  assert.ok(await page.getByRole('checkbox', { name: /Visio Online Plan 2/ }).isChecked())
  assert.ok(!(await page.getByRole('switch', { name: 'Sway' }).isChecked()))
  assert.ok(!(await page.getByRole('switch', { name: 'Teams call recording' }).isChecked()))
})

test('the national policy is shown and cannot be edited', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'], '/policies?by=displayName&q=National%20Policy')
  await page.getByRole('table', { name: 'User policies' }).getByRole('link', { name: /National Policy/ }).click()
  await page.getByText('This is the organisation’s national policy').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Update' }).count(), 0)
})

test('a helpdesk reader reads, and is offered nothing that would be refused', async (t) => {
  const page = await signedIn(t, browser, service, who.helpdesk, '/policies')
  const table = page.getByRole('table', { name: 'User policies' })
  await table.waitFor()
  assert.equal(await page.getByRole('link', { name: 'Create a user policy' }).count(), 0)
  await table.getByRole('link', { name: /\.E3\./ }).first().click()
  await page.getByText('Your role lets you read this policy').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Update' }).count(), 0)
})

test('a policy of another organisation is not to be found', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'], '/', { expectErrors: /404/ })
  const [[foreign]] = service.rows(`select id from policy where full_name not like ? || '%' limit 1`, trust)
  await page.goto(`/policies/${foreign}`)
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
})

for (const [name, path] of [
  ['sign-in', null],
  ['Admin home', '/'],
  ['search', '/policies'],
  ['a search that is narrowed down', '/policies?q=e3&sort=members&problems=true'],
  ['create', '/policies/new'],
  ['a policy', ''],
  ['licensing errors', 'licensing-errors'],
  ['history', 'history'],
  ['a comparison', 'compare'],
  ['User Management', '/users'],
  ['an address that leads nowhere', '/nowhere']
]) {
  test(`${name} is accessible and fits a phone`, async (t) => {
    const page = await signedIn(t, browser, service, who['trust-la'], '/', { viewport: PHONE })
    if (path === null) await page.getByRole('button', { name: 'Sign out' }).click()
    else if (path.startsWith('/')) await page.goto(path)
    else {
      const [[id]] = service.rows(`select id from policy where full_name like ? || '.%' order by id limit 1`, trust)
      await page.goto(`/policies/${id}${path && `/${path}`}`)
    }
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByText('Loading…').first().waitFor({ state: 'detached' })
    await assertAccessible(page)
    await assertFitsWidth(page)
    await page.setViewportSize({ width: 1280, height: 900 })
    await assertAccessible(page)
  })
}
