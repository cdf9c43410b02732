// Getting help: a ticket or a question for the webinar, with the details of the screen that one came from.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { assertAccessible, assertFitsWidth, launch, personas, signedIn } from './support/browser.js'
import { startService } from './support/service.js'

const suite = { after }
const service = await startService(suite)
const browser = await launch(suite)
const who = await personas(service)

const ours = `ods in (select ods from administrator_role join administrator on id = administrator_id where subject = 'trust-la')`
const [[policy, fullName]] = service.rows(`select id, full_name from policy where kind = 'local' and ${ours} order by id limit 1`)

async function open(t, path, options) {
  const page = await signedIn(t, browser, service, who['trust-la'], '/jobs', options)
  await page.goto(path)
  return page
}

const help = (page) => page.getByRole('contentinfo').getByRole('link', { name: 'Get help' })
const text = (page) => page.getByRole('group', { name: 'Text of the ticket' })

test('from a policy the ticket has its name, its identifier and its members', async (t) => {
  const page = await open(t, `/policies/${policy}/members`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await help(page).click()
  await page.getByRole('heading', { level: 1, name: 'Get help' }).waitFor()
  assert.equal(new URL(page.url()).searchParams.get('from'), `/policies/${policy}/members`)
  await page.getByRole('radio', { name: 'Something does not work, or shows an error' }).check()
  await page.getByRole('heading', { level: 2, name: 'Raise a ticket' }).waitFor()
  const told = await text(page).innerText()
  const [[members]] = service.rows('select count(*) from account where policy_id = ?', policy)
  for (const line of ['Screen: Members', `User policy: ${fullName}`, `Policy ID: ${policy}`, `Members: ${members} `, who['trust-la']]) {
    assert.ok(told.includes(line), `${line} in ${told}`)
  }
  const mail = await page.getByRole('link', { name: 'Email it to the helpdesk' }).getAttribute('href')
  assert.ok(decodeURIComponent(mail).includes(policy))
})

test('a ticket about licences names the errors and whom they concern', async (t) => {
  const [[failing]] = service.rows(`select policy_id from account join licensing_error on account_id = account.id
    where ${ours} and policy_id is not null group by policy_id order by count(*) desc limit 1`)
  const page = await open(t, `/help?from=/policies/${failing}/licensing-errors&about=licence`)
  const [[email]] = service.rows('select email from account join licensing_error on account_id = account.id where policy_id = ? order by email limit 1', failing)
  await text(page).getByText(email).waitFor()
  assert.match(await text(page).innerText(), /With licensing errors: \d+ (person|people)/)
})

test('from a job the ticket has the job and its policy', async (t) => {
  const [[email, before]] = service.rows(
    `select email, policy_id from account where ${ours} and aup_accepted = 1 and status = 'active' and policy_id <> ? limit 1`,
    policy
  )
  const body = { members: [{ email, expectedPolicyId: before }], moves: 'confirm' }
  await service.post(`/api/policies/${policy}/members`, 'trust-la', body)
  const [[job]] = service.rows('select id from job where policy_id = ? order by id desc limit 1', policy)
  const page = await open(t, `/help?from=/jobs/${job}&about=fault`)
  await text(page).getByText(`Job ID: ${job}`).waitFor()
  assert.ok((await text(page).innerText()).includes(`User policy: ${fullName}`))
})

test('the request that failed last is named, and what was searched for is not', async (t) => {
  const page = await open(t, '/policies?q=secret', { expectErrors: /404/ })
  await help(page).waitFor()
  assert.ok(!(await help(page).getAttribute('href')).includes('secret'))
  await page.goto('/policies/00000000-0000-7000-8000-000000000000')
  await page.getByText('There is nothing here').first().waitFor()
  await help(page).click()
  await page.getByRole('radio', { name: 'Something does not work, or shows an error' }).check()
  await text(page).getByText(/Request ID of the last error: \S+/).waitFor()
})

test('a question goes to the webinar, with its date', async (t) => {
  const page = await open(t, '/help')
  await page.clock.setFixedTime(new Date('2026-11-28T10:00:00Z'))
  await page.reload()
  await page.getByRole('radio', { name: 'I want to know how something is done, or what it means' }).check()
  await page.getByRole('heading', { level: 2, name: 'Ask at the webinar' }).waitFor()
  await page.getByText('Friday 11 December 2026, 12:30pm to 1:30pm, UK time').waitFor()
  assert.equal(await text(page).count(), 0)
  await page.getByRole('link', { name: 'F3 or E3: which base licence for whom' }).click()
  await page.getByRole('heading', { level: 1, name: 'F3 or E3: which base licence for whom' }).waitFor()
})

test('every answer leads to pages that are there, is accessible and fits a phone', async (t) => {
  const page = await open(t, `/help?from=/policies/${policy}`, { viewport: { width: 360, height: 740 } })
  for (const about of ['fault', 'licence', 'account', 'how-to', 'opinion']) {
    await page.goto(`/help?from=/policies/${policy}&about=${about}`)
    await page.getByRole('heading', { level: 2, name: 'You may find the answer here' }).waitFor()
    await page.getByText('Loading…').first().waitFor({ state: 'detached' })
    await assertAccessible(page)
    await assertFitsWidth(page)
    for (const link of await page.getByRole('main').getByRole('list').getByRole('link').all()) {
      const path = await link.getAttribute('href')
      const slug = path.match(/^\/community\/updates\/([\w-]+)$/)?.[1]
      if (slug) assert.equal((await fetch(`${service.url}/content/updates/${slug}.json`)).status, 200, path)
    }
  }
})
