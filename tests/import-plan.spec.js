// The plan of an import under the person's hands: the column chosen, rows found, corrected and left out, alone and many.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { assertAccessible, assertFitsWidth, launch, personas, signedIn } from './support/browser.js'
import { check, confirmMoves, finished, peopleOf, upload } from './support/import.js'
import { startService } from './support/service.js'

const suite = { after }
const service = await startService(suite)
const browser = await launch(suite)
const who = await personas(service)
const people = await peopleOf(service)
const policy = people.policyNamed('Medical Secretaries')

const open = (t, options) => signedIn(t, browser, service, who['trust-la'], `/policies/${policy}/import`, options)
const rows = (page) => page.getByRole('table', { name: 'Rows to review' })
const row = (page, text) => rows(page).getByRole('row').filter({ hasText: text })
const tab = (page, name) => page.getByRole('navigation', { name: 'Filter rows' }).getByRole('link', { name })

test('a sheet whose headings do not tell: the person chooses the column once, and can change their mind', async (t) => {
  const page = await open(t)
  const [member] = people.in(policy, 1)
  const lines = [`Jo,${member},backup@nhs.net`, 'Sam,nobody.at.all@nhs.net,backup@nhs.net']
  const file = { heading: 'Name,Contact,Copy to' }
  await check(page, lines, file)
  await page.getByRole('heading', { name: 'Which column has the email addresses?' }).waitFor()
  await assertAccessible(page)
  await page.getByRole('table', { name: /^The first rows/ }).getByText(member).waitFor()
  await page.getByRole('button', { name: 'Use this column' }).click()
  await page.getByRole('alert').getByRole('link', { name: 'Select the column that has the email addresses' }).waitFor()
  await page.getByRole('radio', { name: /^Column B: Contact/ }).check()
  await page.getByRole('button', { name: 'Use this column' }).click()
  await page.getByText('From people.csv, column B').waitFor()
  await row(page, member).getByText('Already a member').waitFor()

  await page.getByRole('button', { name: 'Choose another file' }).click()
  await check(page, lines, file)
  await page.getByText('You chose this column for a file with the same headings before.').waitFor()
  await page.getByRole('button', { name: 'Choose another column' }).click()
  await check(page, lines, file)
  await page.getByRole('heading', { name: 'Which column has the email addresses?' }).waitFor()
})

test('two columns that could have the addresses: the person says which', async (t) => {
  const page = await open(t)
  await check(page, ['a@nhs.net,b@nhs.net'], { heading: 'E-mail,UPN' })
  await page.getByText('More than one column in the file could have the addresses').waitFor()
  await page.getByRole('radio', { name: /^Column A: E-mail/ }).check()
  await page.getByRole('button', { name: 'Use this column' }).click()
  await row(page, 'a@nhs.net').waitFor()
})

test('a bad address is corrected in place with the keyboard, and looked up at once', async (t) => {
  const page = await open(t)
  const [free] = people.inNone(1)
  await check(page, [free.replace('@', ' at '), 'nobody.at.all@nhs.net'])
  const bad = row(page, free.split('@')[0])
  await bad.getByText(/Not an address:/).waitFor()
  await bad.getByRole('button', { name: 'Correct row 2' }).press('Enter')
  const field = page.getByRole('textbox', { name: 'Address in row 2' })
  await assertAccessible(page)
  await field.press('Escape')
  await page.getByRole('button', { name: 'Correct row 2' }).press('Enter')
  await field.fill(free)
  await field.press('Enter')
  await row(page, free).getByText('Will be added').waitFor()
  await row(page, free).getByText('In the file:').waitFor()
  assert.equal(await page.evaluate(() => document.activeElement.tagName), 'BUTTON', 'the focus stays in the row')
  await page.getByText('1 person will be added, 1 row needs checking.').waitFor()
})

test('when the last row of a kind has been corrected, the person is led on', async (t) => {
  const page = await open(t)
  const [free] = people.inNone(1)
  await check(page, [free.replace('@', ' at ')])
  await tab(page, /^Not an address/).click()
  await page.getByRole('button', { name: 'Correct row 2' }).click()
  await page.getByRole('textbox', { name: 'Address in row 2' }).fill(free)
  await page.getByRole('button', { name: 'Save row 2' }).click()
  await page.getByText('There is nothing to see here.').waitFor()
  await assertAccessible(page)
  await page.getByRole('link', { name: 'See all rows' }).click()
  await row(page, free).getByText('Will be added').waitFor()
})

test('an address that is corrected to that of another row becomes its duplicate', async (t) => {
  const page = await open(t)
  const [free] = people.inNone(1)
  await check(page, [free, 'nobody.at.all@nhs.net'])
  await page.getByRole('button', { name: 'Correct row 3' }).click()
  await page.getByRole('textbox', { name: 'Address in row 3' }).fill(free.toUpperCase())
  await page.getByRole('button', { name: 'Save row 3' }).click()
  await rows(page).getByText('Duplicate of row 2').waitFor()
})

test('many rows are corrected at once', async (t) => {
  const page = await open(t)
  const free = people.inNone(12)
  await check(page, free.map((email) => email.replace('@', '@x')))
  await tab(page, /^Not found/).click()
  await page.getByText('Change many rows at once').click()
  await page.getByText('All 12 rows shown').waitFor()
  await page.getByRole('button', { name: 'Correct these rows' }).click()
  const dialog = page.getByRole('dialog', { name: 'Correct these rows' })
  await assertAccessible(page)
  await dialog.getByRole('button', { name: 'Correct', exact: true }).click()
  await dialog.getByText('Enter the text to replace').waitFor()
  await dialog.getByRole('textbox', { name: 'Replace this text' }).fill('@x')
  await dialog.getByRole('textbox', { name: 'With this text' }).fill('@')
  await dialog.getByRole('button', { name: 'Correct', exact: true }).click()
  await page.getByText('12 people will be added.').waitFor()
})

test('rows are left out one by one, ticked, found by text, or by the policy they would leave', async (t) => {
  const page = await open(t)
  const moving = people.elsewhere(policy, 120)
  await check(page, moving)
  await page.getByText('120 people will move.').waitFor()

  await row(page, moving[0]).getByRole('button', { name: /^Leave out row/ }).click()
  await page.getByText('119 people will move.').waitFor()
  await row(page, moving[0]).getByText(/Left out, stays in/).waitFor()

  await page.getByRole('checkbox', { name: 'Select row 4', exact: true }).check()
  await page.getByRole('checkbox', { name: 'Select row 5', exact: true }).check()
  await page.getByText('Change many rows at once').click()
  await page.getByText('2 rows selected').waitFor()
  await page.getByRole('button', { name: 'Leave these rows out' }).click()
  await page.getByText('117 people will move.').waitFor()

  await page.getByRole('searchbox', { name: 'Find in rows' }).fill(moving[60].split('@')[0].toUpperCase())
  await page.getByText('1 row', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Leave these rows out' }).click()
  await page.getByText('116 people will move.').waitFor()
  await page.getByRole('searchbox', { name: 'Find in rows' }).fill('')

  const groups = page.getByRole('table', { name: 'Moves by policy' }).getByRole('button')
  for (const group of await groups.all()) {
    if ((await group.innerText()).startsWith('Leave out')) await group.click()
  }
  await page.getByText('0 changes will be made').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Upload' }).count(), 0)
  await groups.first().click()
  await page.getByRole('button', { name: 'Upload' }).waitFor()
})

test('moves that come in after they were confirmed have to be confirmed again', async (t) => {
  const page = await open(t)
  await check(page, people.elsewhere(policy, 3))
  await row(page, 'Will move').first().getByRole('button', { name: /^Leave out row/ }).click()
  await confirmMoves(page)
  await rows(page).getByRole('button', { name: /^Include row/ }).click()
  assert.equal(await page.getByRole('checkbox', { name: 'I confirm the moves' }).isChecked(), false)
})

test('tabs, pages and Back go together', async (t) => {
  const page = await open(t)
  await check(page, people.elsewhere(policy, 120))
  await page.getByText('Rows 1 to 25 of 120').waitFor()
  await page.getByRole('link', { name: /^Next page/ }).click()
  await page.getByText('Rows 26 to 50 of 120').waitFor()
  await tab(page, /^Will move/).click()
  await page.getByText('Rows 1 to 25 of 120').waitFor()
  await page.goBack()
  await page.getByText('Rows 26 to 50 of 120').waitFor()
  await page.reload()
  await page.getByText('Rows 26 to 50 of 120').waitFor()
})

test('on a phone the plan fits the screen and can be changed', async (t) => {
  const page = await open(t, { viewport: { width: 360, height: 740 } })
  await check(page, [...people.elsewhere(policy, 3), 'not an address', 'a.very.long.address.that.hardly.fits.anywhere@a-trust-with-a-long-name.nhs.uk'])
  await rows(page).waitFor()
  await assertFitsWidth(page)
  await assertAccessible(page)
  await page.getByRole('button', { name: 'Correct row 5' }).click()
  await assertFitsWidth(page)
})

test('reading can be cancelled, and another file chosen', async (t) => {
  const page = await open(t)
  // The worker is held back, as by a slow network.
  await page.route('**/*worker*.wasm', () => {})
  await check(page, ['a@nhs.net'])
  await page.getByRole('progressbar', { name: 'Reading the file' }).waitFor()
  await assertAccessible(page)
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.getByRole('progressbar', { name: 'Reading the file' }).waitFor({ state: 'detached' })
  await page.unroute('**/*worker*.wasm')
  await check(page, ['nobody.at.all@nhs.net'])
  await row(page, 'nobody.at.all@nhs.net').waitFor()
})

test('a reader that breaks down becomes a message, and the page goes on', async (t) => {
  const page = await open(t, { expectErrors: /./ })
  await page.route('**/*worker*.wasm', (route) => route.fulfill({ body: 'no wasm', contentType: 'application/wasm' }))
  await check(page, ['a@nhs.net'])
  // The page waits for half a minute before it gives a worker up that does not say anything.
  await page.getByRole('alert').getByRole('link', { name: /could not be checked/ }).waitFor({ timeout: 45_000 })
  await page.unroute('**/*worker*.wasm')
  await check(page, ['nobody.at.all@nhs.net'])
  await row(page, 'nobody.at.all@nhs.net').waitFor()
})

test('the outcome of a small import says what the server has', async (t) => {
  const page = await open(t)
  await check(page, people.inNone(2))
  await upload(page)
  await finished(page)
  await page.getByRole('region', { name: 'What the server has now' }).getByText('Applied').waitFor()
})
