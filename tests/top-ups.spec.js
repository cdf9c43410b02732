// Requesting more licences, as a local administrator does it.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { assertAccessible, assertFitsWidth, launch, personas, signedIn } from './support/browser.js'
import { startService } from './support/service.js'

const suite = { after }
const service = await startService(suite)
const browser = await launch(suite)
const who = await personas(service)

const trust = (await service.get('/api/session', 'trust-la')).roles[0].ods
const PHONE = { width: 360, height: 740 }
const text = (page) => page.getByRole('region', { name: 'Your request' })

test('seats are asked for from Admin home, and the text to send says what is held', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'], '/')
  await page.getByRole('link', { name: 'Request more licences' }).click()
  await page.getByRole('heading', { level: 1, name: 'Request more licences' }).waitFor()
  await text(page).getByText('Nothing yet').waitFor()
  const row = page.getByRole('row').filter({ hasText: 'Power BI Pro' })
  assert.match(await row.innerText(), /of \d+ in use/)
  await page.getByRole('textbox', { name: /^Seats of .*Power BI Pro/ }).fill('25')
  await text(page).getByText(/Power BI Pro.* \(POWER_BI_PRO\): 25 seats/).waitFor()
  await page.getByRole('textbox', { name: 'What they are for' }).fill('A new team of analysts')
  await text(page).getByText('A new team of analysts').waitFor()
  assert.match(await text(page).innerText(), /Held now: \d+, in use: \d+/)
  const mail = await text(page).getByRole('link', { name: 'Send it by email' }).getAttribute('href')
  assert.match(decodeURIComponent(mail), /^mailto:.*POWER_BI_PRO\): 25 seats/s)
  await assertAccessible(page)
  await page.setViewportSize(PHONE)
  await assertFitsWidth(page)
})

test('the basket is in the address: reload keeps it, and it holds nobody’s data', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'], `/top-ups?organisation=${trust}`)
  const seats = page.getByRole('textbox', { name: /^Seats of .*Power BI Pro/ })
  await seats.fill('1,250')
  await text(page).getByText(/1250 seats/).waitFor()
  assert.equal(new URL(page.url()).search, `?organisation=${trust}&basket=POWER_BI_PRO.1250`)
  await page.reload()
  await text(page).getByText(/1250 seats/).waitFor()
  await seats.fill('')
  await text(page).getByText('Nothing yet').waitFor()
})

test('what is no number of seats is told at the field and stays there', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'], `/top-ups?organisation=${trust}&basket=POWER_BI_PRO.3`)
  const seats = page.getByRole('textbox', { name: /^Seats of .*Power BI Pro/ })
  await seats.fill('a few')
  await page.getByText('Seats must be a whole number, like 25').waitFor()
  assert.equal(await seats.inputValue(), 'a few')
  await text(page).getByText(/3 seats/).waitFor()
  await seats.fill('60000')
  await page.getByText('Seats must be 50,000 or fewer').waitFor()
  await seats.fill('4')
  await text(page).getByText(/4 seats/).waitFor()
  assert.equal(await page.getByText('Seats must be').count(), 0)
})

test('seats can be given by policies once the order has been recorded', async (t) => {
  service.operate(
    'record-subscription',
    `--organisation=${trust}`,
    '--sku=FLOW_PER_USER',
    '--seats=40',
    '--end-date=2099-03-31'
  )
  const page = await signedIn(t, browser, service, who['trust-la'], '/policies/new')
  await page.getByText('Licence Subscriptions').click()
  await page.getByRole('checkbox', { name: /Power Automate/ }).waitFor()
})

test('who administers several organisations chooses one, and starts with nothing asked for', async (t) => {
  const page = await signedIn(t, browser, service, who['region-la'], '/top-ups?basket=POWER_BI_PRO.3')
  const menu = page.getByRole('combobox', { name: 'Organisation' })
  await menu.selectOption({ index: 1 })
  await page.getByRole('table', { name: 'Licences that can be requested' }).waitFor()
  await text(page).getByText('Nothing yet').waitFor()
  assert.match(page.url(), /[?]organisation=[A-Z0-9]+$/)
})
