// Reporting a support article: from any screen, with what was sent to be seen at once and later.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { assertAccessible, assertFitsWidth, launch, personas, signedIn } from './support/browser.js'
import { startService } from './support/service.js'

const suite = { after }
const service = await startService(suite)
const browser = await launch(suite)
const who = await personas(service)

async function open(t, persona = 'trust-la', path = '/report', options) {
  const page = await signedIn(t, browser, service, who[persona], '/jobs', options)
  await page.goto(path)
  return page
}

const send = (page) => page.getByRole('button', { name: 'Send the report' })
const address = (page) => page.getByRole('textbox', { name: 'Address of the article' })
const details = (page) => page.getByRole('textbox', { name: 'What is wrong, and how it should be' })

test('a report is sent from any screen, shown as it was sent, and found again later', async (t) => {
  const page = await open(t, 'helpdesk', '/policies')
  await page.getByRole('contentinfo').getByRole('link', { name: 'Report a support article' }).click()
  await page.getByRole('heading', { level: 1, name: 'Report a support article' }).waitFor()
  await page.getByRole('radio', { name: 'Steps are missing' }).check()
  await address(page).fill('https://support.nhs.net/article')
  await details(page).fill('Step 3 is missing.\n<b>And</b> step 4.')
  await send(page).click()
  await page.getByRole('heading', { level: 2, name: 'Your report is on its way' }).waitFor()
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Your report is on its way')
  for (const text of ['Steps are missing', 'https://support.nhs.net/article', 'Step 3 is missing.', '<b>And</b> step 4.']) {
    await page.getByRole('definition').filter({ hasText: text }).waitFor()
  }
  await page.getByText('It goes to support@example.nhs.uk by email.').waitFor()
  await assertAccessible(page)
  await page.reload()
  await page.getByRole('heading', { level: 2, name: 'Sent before' }).waitFor()
  await page.getByText(/: Steps are missing$/).click()
  await page.getByRole('definition').filter({ hasText: 'Step 3 is missing.' }).waitFor()
  await page.goto('/demo/messages')
  await page.getByRole('link', { name: 'Support article: steps missing' }).waitFor()
})

test('what is missing or wrong is said at its field, and what was typed stays', async (t) => {
  const page = await open(t)
  await send(page).click()
  const alert = page.getByRole('alert')
  await alert.getByText('There is a problem').waitFor()
  for (const text of ['Select what is wrong with the article', 'Enter the address of the article', 'Enter what is wrong with the article']) {
    await alert.getByRole('link', { name: text }).waitFor()
  }
  await assertAccessible(page)
  await address(page).fill('support.nhs.net')
  await details(page).fill('x'.repeat(2001))
  await page.getByRole('radio', { name: 'It is out of date' }).check()
  await send(page).click()
  await alert.getByRole('link', { name: /^Enter the full address of the article/ }).click()
  assert.equal(await page.evaluate(() => document.activeElement.id), 'address')
  await alert.getByRole('link', { name: 'What is wrong must be 2000 characters or fewer' }).waitFor()
  assert.equal(await address(page).inputValue(), 'support.nhs.net')
  assert.equal(service.rows("select count(*) from article_report where fault = 'outOfDate'")[0][0], 0)
})

test('a report whose answer is lost is sent once', async (t) => {
  const page = await open(t, 'trust-la', '/report', { expectErrors: /ERR_FAILED|Failed to load/ })
  await page.getByRole('radio', { name: 'It is not accessible' }).check()
  await address(page).fill('https://support.nhs.net/lost')
  await details(page).fill('The picture has no text.')
  let lost = 0
  await page.route('**/api/article-reports', async (route) => {
    if (route.request().method() !== 'POST' || lost > 0) return route.continue()
    lost += 1
    await route.fetch()
    await route.abort('failed')
  })
  await send(page).click()
  await page.getByRole('alert').getByText('The report was not sent.').waitFor()
  await send(page).click()
  await page.getByRole('heading', { level: 2, name: 'Your report is on its way' }).waitFor()
  assert.equal(service.rows("select count(*) from article_report where address = 'https://support.nhs.net/lost'")[0][0], 1)
})

test('the form fits a phone', async (t) => {
  const page = await open(t, 'trust-la', '/report', { viewport: { width: 360, height: 740 } })
  await send(page).waitFor()
  await assertAccessible(page)
  await assertFitsWidth(page)
})
