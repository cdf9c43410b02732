// What has become of organisations, by the files of the Organisation Data Service, as a local administrator sees it.

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
const { name } = (await service.get('/api/organisations', 'trust-la'))[0]
const PHONE = { width: 360, height: 740 }

/** Takes a file in that says this of the trust. */
function published(newName, closed = '') {
  const line = `${trust},${newName},Y62,QOP,1 HIGH STREET,,,NORTHMOOR,,NM1 1AA,19740401,${closed},,,,,,,,,,0,,,,,\r\n`
  return service.operate('import-organisations', service.file('etr.csv', line))
}

test('a trust with another name is found by the former one, and its history says what became of it', async (t) => {
  assert.match(published('MOORLAND NHS FOUNDATION TRUST'), /1 organisations changed/)
  const page = await signedIn(t, browser, service, who['trust-la'], '/policies')
  await page.getByRole('searchbox', { name: 'Search user policies' }).fill(name.split(' ')[0])
  const row = page.getByRole('table', { name: 'User policies' }).getByRole('row').filter({ hasText: `Formerly ${name}` })
  await row.filter({ hasText: 'Moorland NHS Foundation Trust' }).first().waitFor()
  await row.getByRole('link', { name: /National Policy/ }).click()
  await page.getByRole('navigation', { name: 'This policy' }).getByRole('link', { name: 'History' }).click()
  const entry = page.getByRole('table', { name: 'History' }).getByRole('row').filter({ hasText: 'Organisation changed' })
  await entry.filter({ hasText: 'Organisation Data Service' }).waitFor()
  assert.match(await entry.innerText(), new RegExp(`Organisation name: ${name} → Moorland NHS Foundation Trust`))
  assert.equal(await page.getByRole('table', { name: 'History' }).getByText('Organisation changed').count(), 1)
})

test('a trust that has closed says so, and leads to its people', async (t) => {
  published(name, '20260331')
  const page = await signedIn(t, browser, service, who['trust-la'], '/policies')
  const row = page.getByRole('table', { name: 'User policies' }).getByRole('row').filter({ hasText: /National Policy/ })
  await row.getByText('Closed', { exact: true }).waitFor()
  await row.getByRole('link', { name: /National Policy/ }).click()
  await page.getByText('This policy’s organisation closed on 31 March 2026').waitFor()
  await assertAccessible(page)
  await page.setViewportSize(PHONE)
  await assertFitsWidth(page)
  await page.getByRole('link', { name: 'Find its people' }).click()
  await page.getByRole('heading', { level: 1, name: 'User Management' }).waitFor()
  await page.getByRole('table', { name: 'Users' }).getByRole('checkbox').first().waitFor()
  assert.match(page.url(), new RegExp(`[?]ods=${trust}$`))
})

test('Admin home puts an organisation that has closed first, with its people', async (t) => {
  published(name, '20260331')
  const page = await signedIn(t, browser, service, who['trust-la'], '/')
  const attention = page.getByRole('region', { name: 'Needs attention' }).getByRole('listitem')
  const closed = attention.filter({ hasText: 'Closed on 31 March 2026. Move its people' })
  assert.match(await closed.getByRole('link').getAttribute('href'), new RegExp(`/users[?]ods=${trust}$`))
})
