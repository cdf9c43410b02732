// The app within a support article on another site: what fits, what works, who may do it, and what the two may tell
// each other.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { startSite } from './support/article.js'
import { assertAccessible, launch, personas, visitor } from './support/browser.js'
import { startProvider } from './support/provider.js'
import { startService } from './support/service.js'

const suite = { after }
const browser = await launch(suite)
const site = await startSite(suite)
const stranger = await startSite(suite)
const service = await startService(suite, { embeddingHosts: [site.url] })
for (const each of [site, stranger]) each.embed(service.url)
const who = await personas(service)

/** Somebody at the article, with the frame of the app in it. */
async function reader(t, { start, at = site, ...options } = {}) {
  const page = await visitor(t, browser, service, options)
  await page.goto(start ? `${at.url}/?start=${encodeURIComponent(start)}` : at.url)
  return { page, app: page.frameLocator('nhs-user-policies iframe') }
}

async function signedIn(t, options) {
  const { page, app } = await reader(t, options)
  await app.getByRole('button', { name: `Continue as ${who['trust-la']}` }).click()
  await app.getByRole('button', { name: 'Sign out' }).waitFor()
  return { page, app }
}

const frameHeight = (page) => page.locator('nhs-user-policies iframe').evaluate((frame) => frame.getBoundingClientRect().height)

test('the app is in the article, without a header of its own, as high as what it shows', async (t) => {
  const { page, app } = await signedIn(t)
  await app.getByRole('table', { name: 'User policies' }).waitFor()
  assert.equal(await app.getByRole('banner').count(), 0)
  assert.equal(await app.getByRole('contentinfo').count(), 0)
  assert.equal(await page.getByRole('link', { name: 'Open User Policy Management' }).isVisible(), false)
  const inside = () => page.frames()[1].evaluate(() => [document.documentElement.scrollHeight, innerHeight])
  const [content, frame] = await inside()
  assert.ok(Math.abs(content - frame) <= 1, `${content} px in a frame of ${frame} px`)
  const before = await frameHeight(page)
  await app.getByRole('searchbox', { name: 'Search user policies' }).fill('nothing has this name')
  await app.getByText('No policies match').first().waitFor()
  await page.waitForFunction((before) => document.querySelector('nhs-user-policies').shadowRoot.querySelector('iframe').offsetHeight < before, before)
  await assertAccessible(page)
})

test('a link within the app leads on in the frame, and begins at its top', async (t) => {
  const { page, app } = await signedIn(t)
  const row = app.getByRole('table', { name: 'User policies' }).getByRole('link').nth(15)
  await row.scrollIntoViewIfNeeded()
  const name = (await row.textContent()).trim()
  const heard = page.evaluate(
    () => new Promise((resolve) => document.querySelector('nhs-user-policies').addEventListener('screen', ({ detail }) => resolve(detail.path)))
  )
  await row.click()
  await app.getByRole('heading', { level: 1, name }).waitFor()
  assert.match(await heard, /^\/policies\/[0-9a-f-]+$/)
  const top = await page.locator('nhs-user-policies iframe').evaluate((frame) => frame.getBoundingClientRect().top)
  assert.ok(top >= -1, `the frame begins ${top} px from the top of the window`)
  assert.equal(new URL(page.url()).pathname, '/', 'the article itself stays')
})

test('the article says where the app begins: an import, for example, and nowhere else but in the app', async (t) => {
  const [[policy]] = service.rows(`select id from policy where kind = 'local' and ods in
    (select ods from administrator_role join administrator on id = administrator_id where subject = 'trust-la') limit 1`)
  const { app } = await signedIn(t, { start: `/policies/${policy}/import` })
  await app.getByRole('heading', { level: 1, name: 'Import members' }).waitFor()
  const { page } = await reader(t, { start: '/../../evil' })
  assert.equal(await page.locator('nhs-user-policies iframe').getAttribute('src'), `${service.url}/evil`)
  const outside = await reader(t, { start: '//evil.example/x' })
  assert.equal(await outside.page.locator('nhs-user-policies iframe').getAttribute('src'), `${service.url}/evil.example/x`)
})

test('the keyboard goes from the article through the app and on in the article', async (t) => {
  const { page, app } = await signedIn(t, { start: '/jobs' })
  await app.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor()
  await page.getByRole('link', { name: 'NHSmail support' }).focus()
  const names = []
  while (names.length < 40 && names.at(-1) !== 'Contact the helpdesk') {
    await page.keyboard.press('Tab')
    const frame = page.frames()[1]
    const inFrame = await page.evaluate(() => document.activeElement.localName === 'nhs-user-policies')
    const focused = inFrame ? frame : page
    names.push(await focused.evaluate(() => document.activeElement.textContent.trim()))
  }
  assert.equal(names[0], 'Open User policies in a new tab')
  assert.equal(names.at(-1), 'Contact the helpdesk')
  assert.ok(names.includes('Sign out'))
})

test('a dialog is where the person looks, in a frame higher than their window', async (t) => {
  const [[policy]] = service.rows(`select policy_id from account where ods in
    (select ods from administrator_role join administrator on id = administrator_id where subject = 'trust-la')
    and policy_id is not null group by policy_id order by count(*) desc limit 1`)
  const { page, app } = await signedIn(t, { start: `/policies/${policy}/members`, viewport: { width: 1000, height: 600 } })
  await app.getByRole('button', { name: 'Add', exact: true }).click()
  const dialog = app.getByRole('dialog', { name: 'Add members' })
  await dialog.waitFor()
  const box = await dialog.boundingBox()
  assert.ok(box.y >= 0 && box.y < 600, `the dialog begins at ${box.y} of 600 px`)
  assert.ok((await frameHeight(page)) > 600)
})

test('an article can be reported from within itself, with its address filled in', async (t) => {
  const { page, app } = await signedIn(t, { start: '/jobs' })
  await app.getByRole('link', { name: 'Report this article' }).click()
  await app.getByRole('heading', { level: 1, name: 'Report a support article' }).waitFor()
  const address = app.getByRole('textbox', { name: 'Address of the article' })
  assert.equal(await address.inputValue(), new URL('/', page.url()).href, 'without its query')
  assert.ok(!page.frames()[1].url().includes(encodeURIComponent(site.url)), 'and not in the address of the frame')
})

test('a site that is not allowed shows no app, but the way to it', async (t) => {
  const { page } = await reader(t, { at: stranger, expectErrors: /frame-ancestors|Refused to frame|violat/i })
  await page.getByRole('link', { name: 'Open User Policy Management' }).waitFor()
  assert.equal(await frameHeight(page), 0)
})

test('the app says nothing to a page that claims to be somebody else, and the article believes nobody else', async (t) => {
  const { page } = await reader(t)
  await page.waitForFunction(() => document.querySelector('nhs-user-policies').shadowRoot.querySelector('iframe').offsetHeight > 0)
  await page.evaluate((url) => {
    window.heard = []
    const frame = document.createElement('iframe')
    addEventListener('message', ({ source, data }) => source === frame.contentWindow && window.heard.push(data))
    frame.name = 'nhs-user-policies:https://evil.example'
    frame.id = 'claims'
    frame.src = url
    document.body.append(frame)
  }, service.url)
  await page.frameLocator('#claims').getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
  const before = await frameHeight(page)
  // And somebody who talks as the app does. The second message says that the first has been taken in.
  await page.evaluate(async () => {
    const both = new Promise((resolve) => addEventListener('message', ({ data }) => data.upm === 'end' && resolve()))
    postMessage({ upm: 'size', height: 99_999 }, location.origin)
    postMessage({ upm: 'end' }, location.origin)
    await both
  })
  assert.equal(await frameHeight(page), before)
  assert.deepEqual(await page.evaluate(() => window.heard), [])
})

test('a person signs in in a window, since the provider would not know them within a page of another site', async (t) => {
  const provider = await startProvider(t)
  const withProvider = await startService(t, { provider, embeddingHosts: [site.url] })
  site.embed(withProvider.url)
  t.after(() => site.embed(service.url))
  const page = await visitor(t, browser, withProvider)
  await page.context().route('https://fonts.googleapis.com/**', (route) => route.fulfill({ contentType: 'text/css', body: '' }))
  await page.goto(site.url)
  const app = page.frameLocator('nhs-user-policies iframe')
  const opened = page.waitForEvent('popup')
  await app.getByRole('button', { name: 'Sign in' }).click()
  const popup = await opened
  await popup.getByPlaceholder('Enter any login').fill('trust-la')
  await popup.getByPlaceholder('and password').fill('anything')
  await popup.getByRole('button', { name: 'Sign-in' }).click()
  await Promise.all([popup.waitForEvent('close'), popup.getByRole('button', { name: 'Continue' }).click()])
  await app.getByRole('table', { name: 'User policies' }).waitFor()
  await app.getByText('Priya Nair').waitFor()
  const revoked = page.waitForResponse(`${provider.issuer}/token/revocation`)
  await app.getByRole('button', { name: 'Sign out' }).click()
  assert.equal((await revoked).status(), 200)
  await app.getByRole('status').getByText('You have signed out').waitFor()
})
