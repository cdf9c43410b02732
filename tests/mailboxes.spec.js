// Shared mailboxes and their automatic replies, as a local administrator uses them.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { assertAccessible, assertFitsWidth, launch, personas, signedIn } from './support/browser.js'
import { startService } from './support/service.js'

const suite = { after }
const service = await startService(suite)
const browser = await launch(suite)
const who = await personas(service)
const PHONE = { width: 360, height: 740 }

/** The page of a mailbox, come to by the search. */
async function opened(page, name) {
  await page.getByRole('searchbox', { name: 'Search shared mailboxes' }).fill(name)
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await page.getByRole('table', { name: 'Shared mailboxes' }).getByRole('link', { name: new RegExp(name) }).click()
  await page.getByRole('heading', { level: 1, name: new RegExp(name) }).waitFor()
}

const problems = (page) => page.getByRole('alert').filter({ hasText: 'There is a problem' }).getByRole('listitem')

test('replies are set for a time, seen beforehand as people will get them, and there after a reload', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'], '/users')
  await page.getByRole('link', { name: 'Shared mailboxes' }).click()
  await opened(page, 'Referrals')
  await page.getByRole('radio', { name: 'On for a set time' }).check()
  await page.getByLabel('Start, UK time').fill('2098-12-24T17:00')
  await page.getByLabel('Stop, UK time').fill('2099-01-04T08:30')
  await page.getByRole('textbox', { name: 'Reply to people of the organisation' }).fill('Ring the ward.\n\n<b>Thank you</b>')
  await page.getByRole('radio', { name: 'Yes, to everybody who writes' }).check()
  await page.getByRole('textbox', { name: 'Reply to people outside the organisation' }).fill('We are closed.')
  const preview = page.getByRole('region', { name: 'Preview' })
  await preview.getByText('<b>Thank you</b>').waitFor()
  await preview.getByText('We are closed.').waitFor()
  await assertAccessible(page)
  await page.setViewportSize(PHONE)
  await assertFitsWidth(page)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('status').filter({ hasText: 'The automatic replies are saved' }).waitFor()
  await page.reload()
  await page.getByText('Scheduled', { exact: true }).waitFor()
  assert.equal(await page.getByLabel('Start, UK time').inputValue(), '2098-12-24T17:00')
  await page.getByRole('link', { name: 'Shared mailboxes' }).click()
  await page.getByRole('row').filter({ hasText: 'Referrals' }).getByText('Scheduled').waitFor()
})

test('what is missing is told at its field, and what was entered stays', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'], '/mailboxes')
  await opened(page, 'Rota')
  await page.getByRole('radio', { name: 'On, until you turn them off' }).check()
  await page.getByRole('radio', { name: 'Yes, to everybody who writes' }).check()
  await page.getByRole('textbox', { name: 'Reply to people outside the organisation' }).fill('Kept')
  await page.getByRole('button', { name: 'Save' }).click()
  assert.deepEqual(await problems(page).allInnerTexts(), ['Enter the reply'])
  await problems(page).getByRole('link').click()
  assert.equal(await page.evaluate(() => document.activeElement.id), 'internal')
  assert.equal(await page.getByRole('textbox', { name: 'Reply to people outside the organisation' }).inputValue(), 'Kept')
})

test('what a colleague has saved meanwhile is not overwritten', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'], '/mailboxes', { expectErrors: /412/ })
  await opened(page, 'Bed Management')
  const colleague = await signedIn(t, browser, service, who['trust-la'], '/mailboxes')
  await opened(colleague, 'Bed Management')
  for (const [one, text] of [[colleague, 'From a colleague'], [page, 'Mine']]) {
    await one.getByRole('radio', { name: 'On, until you turn them off' }).check()
    await one.getByRole('textbox', { name: 'Reply to people of the organisation' }).fill(text)
    await one.getByRole('button', { name: 'Save' }).click()
    if (one === colleague) await one.getByRole('status').filter({ hasText: 'are saved' }).waitFor()
  }
  await problems(page).filter({ hasText: 'Somebody else has changed this mailbox' }).waitFor()
  assert.equal(await page.getByRole('textbox', { name: 'Reply to people of the organisation' }).inputValue(), 'Mine')
  await page.getByRole('region', { name: 'What they have saved' }).getByText('From a colleague').waitFor()
  await assertAccessible(page)
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('status').filter({ hasText: 'are saved' }).waitFor()
  await page.getByRole('region', { name: 'Preview' }).getByText('Mine').waitFor()
  assert.equal(await page.getByRole('region', { name: 'What they have saved' }).count(), 0)
})

test('what was made in Outlook, and what saving would lose of it, is told; who changed it there is not guessed', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'], '/mailboxes', { expectErrors: /412/ })
  // As with Microsoft Graph.
  let text = 'See our page (https://nhs.example/)'
  await page.route('**/api/shared-mailboxes/*', async (route) => {
    if (route.request().method() !== 'GET') {
      const problem = { status: 412, code: 'mailboxChanged', title: '', detail: 'Somebody else has changed this mailbox', requestId: '1' }
      return route.fulfill({ status: 412, contentType: 'application/problem+json', json: problem })
    }
    const answer = await route.fetch()
    const mailbox = await answer.json()
    mailbox.lostBySaving = ['formatting', 'ending']
    mailbox.automaticReplies = { period: { state: 'always' }, internal: text, external: 'Closed', contactsOnly: true }
    mailbox.changed = { at: '2026-11-01T09:00:00Z', by: 'Priya Nair' }
    return route.fulfill({ response: answer, json: mailbox })
  })
  await page.route('**/api/shared-mailboxes?*', async (route) => {
    const answer = await route.fetch()
    const found = await answer.json()
    for (const item of found.items) item.period = null
    return route.fulfill({ response: answer, json: found })
  })
  await page.getByRole('searchbox', { name: 'Search shared mailboxes' }).fill('Medical')
  await page.getByRole('button', { name: 'Search', exact: true }).click()
  await page.waitForURL(/q=Medical/)
  const table = page.getByRole('table', { name: 'Shared mailboxes' })
  await table.getByRole('columnheader', { name: 'Automatic replies' }).waitFor({ state: 'detached' })
  await table.getByRole('link', { name: /Medical/ }).click()
  await page.getByRole('heading', { name: /Made in Outlook/ }).waitFor()
  await page.getByText(/has formatting|have formatting/).waitFor()
  await page.getByText(/longer than the 2,000 characters/).waitFor()
  assert.equal(await page.getByRole('radio', { name: /only to contacts/ }).isChecked(), true)
  await page.getByText('Last changed here').waitFor()
  await assertAccessible(page)
  await page.setViewportSize(PHONE)
  await assertFitsWidth(page)
  text = 'Theirs'
  await page.getByRole('textbox', { name: 'Reply to people of the organisation' }).fill('Mine')
  await page.getByRole('button', { name: 'Save' }).click()
  await page.getByRole('region', { name: 'What they have saved' }).getByText('Theirs').waitFor()
  await page.getByText('Changed in Outlook', { exact: false }).waitFor()
  assert.equal(await page.getByRole('textbox', { name: 'Reply to people of the organisation' }).inputValue(), 'Mine')
})

test('who only reads sees the texts and why they cannot change them', async (t) => {
  const page = await signedIn(t, browser, service, who.helpdesk, '/mailboxes')
  await opened(page, 'Complaints')
  await page.getByText('Your role does not let you change automatic replies').waitFor()
  await page.getByRole('region', { name: 'Preview' }).getByText(/read from Monday to Friday/).first().waitFor()
  assert.equal(await page.getByRole('button', { name: 'Save' }).count(), 0)
})
