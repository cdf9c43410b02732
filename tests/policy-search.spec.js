// Finding policies as one types: never out of order, sorted, narrowed down, with the keyboard, and all of it in the
// address.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { launch, personas, signedIn } from './support/browser.js'
import { startService } from './support/service.js'

const suite = { after }
const service = await startService(suite)
const browser = await launch(suite)
const who = await personas(service)

/** The organisations of the persona who has many. */
const administered = `select ods from administrator_role join persona using (administrator_id) where persona.id = 'platform-la'`

const box = (page) => page.getByRole('searchbox', { name: 'Search user policies' })
const table = (page) => page.getByRole('table', { name: 'User policies' })
/** The cells of a column, without the heading that a stacked table repeats. */
const column = (page, index) =>
  table(page).locator(`tbody tr > :nth-child(${index})`).evaluateAll((cells) =>
    cells.map((cell) => [...cell.childNodes].filter((node) => node.ariaHidden !== 'true').map((node) => node.textContent).join('').trim())
  )

test('results come while one types, matches are marked, and the address follows', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'])
  await page.getByRole('navigation', { name: 'Admin' }).getByRole('link', { name: 'User Policy Management' }).click()
  await table(page).waitFor()
  await box(page).pressSequentially('NÚRS')
  await table(page).locator('mark', { hasText: 'Nurs' }).first().waitFor()
  await page.waitForURL(/[?&]q=N%C3%9ARS/)
  const names = await column(page, 1)
  assert.ok(names.every((name) => /nurs/i.test(name)), String(names))
  await page.goBack()
  await page.getByRole('heading', { level: 1, name: 'Admin home' }).waitFor()
})

test('an answer that comes late does not take the place of a later one', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'], '/policies')
  await table(page).waitFor()
  let release
  const held = new Promise((resolve) => (release = resolve))
  const asked = page.waitForRequest((request) => new URL(request.url()).searchParams.get('q') === 'national')
  await page.route(/\/api\/policies\?.*q=national(&|$)/, async (route) => {
    await held
    await route.continue().catch(() => {})
  })
  await box(page).fill('national')
  await asked
  await box(page).fill('clinical')
  await table(page).locator('mark', { hasText: 'Clinical' }).first().waitFor()
  release()
  await page.unrouteAll({ behavior: 'wait' })
  assert.ok((await column(page, 1)).every((name) => /clinical/i.test(name)))
  assert.equal(await box(page).inputValue(), 'clinical')
})

test('a heading sorts, again the other way round, and a reload keeps it', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'], '/policies')
  const heading = table(page).getByRole('columnheader', { name: 'Members' })
  const members = async () => (await column(page, 4)).map((text) => Number(text.replaceAll(',', '')))
  await heading.getByRole('link').click()
  await page.waitForURL(/sort=members/)
  await page.locator('th[aria-sort="descending"]', { hasText: 'Members' }).waitFor()
  const most = await members()
  assert.deepEqual(most, most.toSorted((a, b) => b - a))
  await page.reload()
  await page.locator('th[aria-sort="descending"]', { hasText: 'Members' }).waitFor()
  await heading.getByRole('link').click()
  await page.locator('th[aria-sort="ascending"]', { hasText: 'Members' }).waitFor()
  assert.deepEqual(await members(), most.toSorted((a, b) => a - b))
})

test('licence and licensing errors narrow down; what finds nothing offers the way back', async (t) => {
  const page = await signedIn(t, browser, service, who['platform-la'], '/policies')
  await table(page).waitFor()
  await page.getByRole('combobox', { name: 'Licence', exact: true }).selectOption({ label: 'Microsoft 365 F3' })
  await page.waitForURL(/licence=SPE_F1/)
  await page.waitForFunction(() => !document.querySelector('[aria-busy]'))
  assert.ok((await column(page, 3)).every((licences) => licences.includes('Microsoft 365 F3')))
  await page.getByRole('combobox', { name: 'Licence', exact: true }).selectOption('')
  await page.getByRole('checkbox', { name: 'Only with licensing errors' }).check()
  await page.waitForURL(/problems=true/)
  await page.waitForFunction(() => !document.querySelector('[aria-busy]'))
  const [[failing]] = service.rows(
    `select count(distinct policy.id) from account join policy on policy.id = account.policy_id
     where licence_state = 'failed' and policy.ods in (${administered})`)
  assert.ok(failing > 0)
  assert.equal((await column(page, 5)).length, failing)
  await box(page).fill('zzzzqqqq')
  await page.getByRole('heading', { name: 'No policies match “zzzzqqqq”' }).waitFor()
  await page.getByRole('link', { name: 'Show all policies' }).click()
  await table(page).waitFor()
  assert.ok(!(await page.getByRole('checkbox', { name: 'Only with licensing errors' }).isChecked()))
})

test('a former name of an organisation finds its policies, and says so', async (t) => {
  const [[former]] = service.rows(`select name from former_name where ods in (${administered}) order by name limit 1`)
  const page = await signedIn(t, browser, service, who['platform-la'], `/policies?q=${encodeURIComponent(former)}`)
  await table(page).getByText(`Formerly ${former}`).first().waitFor()
})

test('with the keyboard alone: from the box to a policy and back', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'], '/policies')
  await table(page).waitFor()
  await box(page).focus()
  await page.keyboard.press('ArrowDown')
  const focused = () => page.evaluate(() => document.activeElement?.textContent)
  const [first, second] = await column(page, 1)
  assert.ok(first.startsWith(await focused()))
  await page.keyboard.press('ArrowDown')
  assert.ok(second.startsWith(await focused()))
  await page.keyboard.press('ArrowUp')
  await page.keyboard.press('ArrowUp')
  assert.equal(await page.evaluate(() => document.activeElement?.id), 'q')
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { level: 1, name: first.replace(/ National$/, '') }).waitFor()
})
