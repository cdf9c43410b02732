// A new release while the app is open: the tab goes on, is offered to reload, and what was entered is kept.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { assertAccessible, assertFitsWidth, launch, personas, screenshot, signedIn } from './support/browser.js'
import { startService } from './support/service.js'

const suite = { after }
const service = await startService(suite)
const browser = await launch(suite)
const who = await personas(service)

const SIX_MINUTES = 6 * 60 * 1000

/** Somebody at a screen, whose clock the test moves on. */
async function at(t, path, options) {
  const page = await signedIn(t, browser, service, who['trust-la'], path, options)
  await page.clock.install()
  return page
}

/** From now on the page is that of another release, which names other files. */
const release = (page, digits = 'f'.repeat(16)) =>
  page.route('/', async (route) => {
    if (route.request().resourceType() === 'document') return route.continue()
    const answer = await route.fetch()
    const body = (await answer.text()).replace(/(upm-web_bg-)[0-9a-f]{16}/, `$1${digits}`)
    return route.fulfill({ response: answer, body })
  })

/** Whether the page is asked whether it is still the newest; what it was told has been taken in by then. */
async function looks(page) {
  const answer = page.waitForResponse((response) => response.url() === `${service.url}/` && response.request().resourceType() === 'fetch')
  await page.clock.fastForward(SIX_MINUTES)
  await page.getByRole('heading', { level: 1 }).click()
  await (await answer).finished()
}

const notice = (page) => page.getByRole('status').filter({ hasText: 'A new version of this service is ready' })

test('a tab goes on, is offered to reload, and a draft is kept', async (t) => {
  const page = await at(t, '/policies/new', { viewport: { width: 360, height: 740 } })
  await page.getByRole('textbox', { name: 'Policy name' }).fill('Entered before the release')
  await looks(page)
  assert.equal(await notice(page).count(), 0, 'nothing is new')
  await release(page)
  await looks(page)
  await notice(page).waitFor()
  await assertAccessible(page)
  await assertFitsWidth(page)
  await screenshot(page, 'a new release')
  await page.getByRole('textbox', { name: 'Policy name' }).fill('Entered after the release')
  const loaded = page.waitForEvent('load')
  await notice(page).getByRole('button', { name: 'Reload' }).click()
  await loaded
  await page.getByRole('textbox', { name: 'Policy name' }).waitFor()
  assert.equal(await page.getByRole('textbox', { name: 'Policy name' }).inputValue(), 'Entered after the release')
})

test('who does not want it now is told again only of the next release', async (t) => {
  const page = await at(t, '/policies')
  await release(page)
  await looks(page)
  await notice(page).getByRole('button', { name: 'Not now' }).click()
  assert.equal(await notice(page).count(), 0)
  await looks(page)
  assert.equal(await notice(page).count(), 0)
  await release(page, 'e'.repeat(16))
  await looks(page)
  await notice(page).waitFor()
})

test('whoever comes back to the tab is told; a page of somebody else says nothing', async (t) => {
  const page = await at(t, '/policies')
  const comesBack = () => page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
  await page.route('/', (route) => route.fulfill({ contentType: 'text/html', body: '<title>Sign in to the network</title>' }))
  await looks(page)
  assert.equal(await notice(page).count(), 0)
  await release(page)
  await page.clock.fastForward(SIX_MINUTES)
  await comesBack()
  await notice(page).waitFor()
})

test('a screen whose file is gone says so, and offers to reload', async (t) => {
  const page = await signedIn(t, browser, service, who['trust-la'], '/policies', { expectErrors: /404|Failed|wasm/ })
  await page.route(/\/bundle_[^/]*\.wasm$/, (route) => route.fulfill({ status: 404, body: '' }))
  await page.getByRole('navigation', { name: 'Admin' }).getByRole('link', { name: 'Jobs' }).click()
  await page.getByText('This could not be loaded').waitFor()
  await page.unrouteAll()
  const loaded = page.waitForEvent('load')
  await page.getByRole('button', { name: 'Reload' }).click()
  await loaded
  await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor()
})
