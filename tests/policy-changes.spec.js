// Changing policies that people are in, and policies that colleagues change at the same time.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { assertAccessible, launch, personas, signedIn } from './support/browser.js'
import { startService } from './support/service.js'

const suite = { after }
const service = await startService(suite)
const browser = await launch(suite)
const who = await personas(service)
const trust = (await service.get('/api/session', 'trust-la')).roles[0].ods

const update = (page) => page.getByRole('button', { name: 'Update', exact: true })
const name = (page) => page.getByRole('textbox', { name: 'Policy name' })
const description = (page) => page.getByRole('textbox', { name: 'Description' })
const updated = (page) => page.getByRole('status').getByText(/was updated/)

async function create(page, policyName) {
  await page.goto('/policies/new')
  await name(page).fill(policyName)
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await update(page).waitFor()
  return new URL(page.url()).pathname
}

/** A local policy of the trust with as many members as wanted, with its base licence. */
function policyWith(least, most, licence = 'SPE_E3') {
  const [[id, members]] = service.rows(
    `select id, member_count from policy where ods = ? and kind = 'local' and base_licence = ?
     and member_count between ? and ? order by id limit 1`, trust, licence, least, most)
  return { path: `/policies/${id}`, id, members }
}

test('what a change means for the members is told before it is made, and happens', async (t) => {
  const policy = policyWith(2, 100)
  const page = await signedIn(t, browser, service, who['trust-la'], policy.path)
  await page.getByRole('switch', { name: 'Sway' }).uncheck()
  await page.getByText('Changed: it was on').waitFor()
  await update(page).click()
  const dialog = page.getByRole('dialog', { name: 'Before you update' })
  await dialog.getByText(`This policy has ${policy.members} members`).waitFor()
  await dialog.getByRole('listitem').filter({ hasText: /^Sway$/ }).waitFor()
  await assertAccessible(page)
  await dialog.getByRole('button', { name: 'Back to the form' }).click()
  assert.ok(!(await page.getByRole('switch', { name: 'Sway' }).isChecked()), 'what was entered stays')
  await update(page).click()
  await dialog.getByRole('button', { name: 'Update now' }).click()
  await updated(page).waitFor()
  const [[state, total]] = service.rows(`select state, total from job where policy_id = ? and kind = 'licences'`, policy.id)
  assert.deepEqual([state, total], ['finished', policy.members])
})

test('more than 100 members: the change is a job that is followed, member by member', async (t) => {
  const policy = policyWith(101, 1000)
  const page = await signedIn(t, browser, service, who['trust-la'], policy.path)
  await page.getByRole('switch', { name: 'Teams call recording' }).click()
  await update(page).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Update now' }).click()
  await updated(page).waitFor()
  await page.getByText('The latest change is being applied').waitFor({ state: 'detached' })
  await page.goto(`${policy.path}/members?state=pending`)
  await page.getByRole('heading', { name: 'Nobody here has the state “In progress”' }).waitFor()
  await page.goto(`${policy.path}/history`)
  const row = page.getByRole('table', { name: 'History' }).getByRole('row', { name: /Policy updated/ }).first()
  await row.getByText(/Teams call recording: O(n|ff) → O(n|ff)/).waitFor()
  await row.getByRole('link', { name: new RegExp(`of ${policy.members} people`) }).click()
  await page.getByRole('heading', { level: 1, name: 'Job' }).waitFor()
})

test('two administrators at once: what only one changed goes together without a question', async (t) => {
  const first = await signedIn(t, browser, service, who['trust-la'])
  const path = await create(first, 'Pharmacy')
  const second = await signedIn(t, browser, service, who['trust-la'], path, { expectErrors: /412/ })
  await description(second).fill('mine')
  await name(first).fill('Pharmacy North')
  await update(first).click()
  await updated(first).waitFor()
  await update(second).click()
  const conflict = second.getByRole('alert').filter({ hasText: 'This policy has changed since you opened it' })
  await conflict.getByRole('row', { name: /^Policy name Pharmacy Pharmacy North Pharmacy / }).waitFor()
  await assertAccessible(second)
  await conflict.getByRole('button', { name: 'Save what is chosen' }).click()
  await updated(second).waitFor()
  assert.equal(await name(second).inputValue(), 'Pharmacy North')
  assert.equal(await description(second).inputValue(), 'mine')
})

test('what both changed has to be chosen, and nothing entered is lost until then', async (t) => {
  const first = await signedIn(t, browser, service, who['trust-la'])
  const path = await create(first, 'Outpatients')
  const second = await signedIn(t, browser, service, who['trust-la'], path, { expectErrors: /412/ })
  await description(second).fill('mine')
  await description(first).fill('theirs')
  await update(first).click()
  await updated(first).waitFor()
  await update(second).click()
  const conflict = second.getByRole('alert').filter({ hasText: 'This policy has changed since you opened it' })
  await conflict.getByRole('button', { name: 'Save what is chosen' }).click()
  await second.getByText('Choose which to use').first().waitFor()
  assert.equal(await description(second).inputValue(), 'mine')
  await conflict.getByRole('group', { name: 'Use for Description' }).getByRole('radio', { name: 'Yours' }).check()
  await conflict.getByRole('button', { name: 'Save what is chosen' }).click()
  await updated(second).waitFor()
  await first.reload()
  await update(first).waitFor()
  assert.equal(await description(first).inputValue(), 'mine')
})

test('what is entered survives a reload, and nobody else finds it', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'])
  page.on('dialog', (dialog) => dialog.accept())
  const path = await create(page, 'Physiotherapy')
  await description(page).fill('not saved yet')
  await page.reload()
  await page.getByText('Changes you entered earlier and did not save').waitFor()
  assert.equal(await description(page).inputValue(), 'not saved yet')
  await page.getByRole('button', { name: 'Discard them' }).click()
  assert.equal(await description(page).inputValue(), '')
  await description(page).fill('again')
  await page.getByRole('button', { name: 'Sign out' }).click()
  await page.getByRole('button', { name: `Continue as ${who['trust-la']}` }).click()
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
  await page.goto(path)
  await update(page).waitFor()
  assert.equal(await description(page).inputValue(), '')
})

test('leaving what is not saved asks first', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'])
  await create(page, 'Dietetics')
  await description(page).fill('not saved yet')
  const asked = page.waitForEvent('dialog')
  const click = page.getByRole('link', { name: 'Members', exact: true }).click()
  const dialog = await asked
  assert.match(dialog.message(), /unsaved changes/)
  await dialog.dismiss()
  await click
  assert.equal(await description(page).inputValue(), 'not saved yet')
})

test('a copy has the licences and settings, a name of its own, and no members', async (t) => {
  const policy = policyWith(2, 1000)
  const page = await signedIn(t, browser, service, who['trust-la'], policy.path)
  const original = await name(page).inputValue()
  await page.getByRole('link', { name: 'Make a copy of this policy' }).click()
  await page.getByText('Its members are not copied').waitFor()
  assert.equal(await name(page).inputValue(), `${original} copy`)
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await page.getByRole('status').getByText(/copy was created/).waitFor()
  await update(page).waitFor()
  const [[licence, plans, members]] = service.rows('select base_licence, disabled_plans, member_count from policy where name = ?', `${original} copy`)
  const [[originalLicence, originalPlans]] = service.rows('select base_licence, disabled_plans from policy where id = ?', policy.id)
  assert.deepEqual([licence, plans, members], [originalLicence, originalPlans, 0])
})

test('two policies side by side tell in what they differ', async (t) => {
  const policy = policyWith(2, 1000)
  const other = policyWith(0, 100_000, 'SPE_F1')
  const page = await signedIn(t, browser, service, who['trust-la'], policy.path)
  await page.getByRole('link', { name: 'Compare with another policy' }).click()
  await page.getByRole('combobox', { name: 'Compare with' }).selectOption(other.id)
  const table = page.getByRole('table', { name: 'What differs' })
  await table.getByRole('row', { name: /Base licence Microsoft 365 E3 Microsoft 365 F3/ }).waitFor()
  await page.reload()
  await table.getByRole('row', { name: /^Members/ }).waitFor()
})

test('another base licence says what it takes away and adds', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'], '/policies/new')
  const options = page.getByRole('combobox', { name: 'Base licence' }).getByRole('option')
  const f3 = await options.filter({ hasText: 'Microsoft 365 F3' }).first().getAttribute('value')
  await page.getByRole('combobox', { name: 'Base licence' }).selectOption(f3)
  await page.getByText(/^This licence takes away \d+ applications/).click()
  await page.getByText(/Microsoft 365 Apps/).first().waitFor()
})

test('the history is exported as a file', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'])
  const path = await create(page, 'Audiology')
  await page.goto(`${path}/history`)
  await page.getByRole('table', { name: 'History' }).getByText('Policy name: Audiology').waitFor()
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download CSV' }).click()])
  const text = readFileSync(await download.path(), 'utf8')
  assert.match(text, /Policy created/)
  assert.match(text, /Policy name: Audiology/)
  await page.getByRole('combobox', { name: 'What was done' }).selectOption({ label: 'Policy updated' })
  await page.getByRole('button', { name: 'Filter' }).click()
  await page.getByRole('heading', { name: 'Nothing matches this filter' }).waitFor()
})

test('everybody who matches is moved to another policy', async (t) => {
  const policy = policyWith(101, 1000)
  const page = await signedIn(t, browser, service, who['trust-la'], `${policy.path}/members`)
  const all = page.getByRole('button', { name: /^Move all [\d,]+ members$/ })
  await all.click()
  const dialog = page.getByRole('dialog', { name: 'Move all these members' })
  await dialog.getByRole('button', { name: 'Move all', exact: true }).click()
  await dialog.getByText('Select the policy to move them to').first().waitFor()
  await dialog.getByRole('radio', { name: /National Policy/ }).check()
  await dialog.getByRole('checkbox', { name: 'I confirm the moves' }).check()
  await dialog.getByRole('button', { name: 'Move all', exact: true }).click()
  await page.getByRole('status').getByText(/is in progress/).waitFor()
  await page.goto('/jobs')
  await page.getByRole('table', { name: 'Jobs' }).getByText('Finished').first().waitFor()
  await page.goto(`${policy.path}/members`)
  await page.getByRole('heading', { level: 1, name: 'Members' }).waitFor()
  const left = () => service.rows('select count(*) from account where policy_id = ?', policy.id)[0][0]
  const deadline = Date.now() + 20_000
  while (left() > 0 && Date.now() < deadline) await page.reload()
  const outcomes = service.rows(`select json_extract(outcome, '$.outcome'), count(*) from job_member group by 1`)
  assert.ok(left() === 0 || outcomes.some(([kind]) => kind === 'noSeats'), JSON.stringify(outcomes))
})

test('licensing errors are told with their file, and lead to the members who have them', async (t) => {
  const [[id, failing]] = service.rows(
    `select policy_id, count(*) from account join policy on policy.id = policy_id
     where policy.ods = ? and licence_state = 'failed' group by 1 order by 2 desc limit 1`, trust)
  const page = await signedIn(t, browser, service, who['trust-la'], `/policies/${id}/licensing-errors`)
  await page.getByText(new RegExp(`^${failing} members? lacks? a licence`)).waitFor()
  await page.getByText('Who can fix it').first().waitFor()
  await page.getByText('Who has this error').first().click()
  await assertAccessible(page)
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Download CSV' }).click()])
  const lines = readFileSync(await download.path(), 'utf8').trim().split('\r\n')
  const [[errors]] = service.rows(
    'select count(*) from licensing_error join account on account.id = account_id where policy_id = ?', id)
  assert.equal(lines.length, 1 + errors)
  await page.getByRole('link', { name: 'Choose and move these members' }).click()
  await page.getByRole('status').filter({ hasText: `${failing} members with the state “Licensing error”` }).waitFor()
})
