// Before the app is there, and when it cannot be: the first paint, and what the page says in plain HTML.

import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { assertAccessible, assertFitsWidth, launch, screenshot, visitor } from './support/browser.js'
import { startService } from './support/service.js'

const suite = { after }
const service = await startService(suite)
const browser = await launch(suite)

const WASM = /\/upm-web_bg-[^/]*\.wasm$/
const SCRIPT = /\/upm-web-[^/]*\.js$/
const START = /\/start-[^/]*\.js$/
const PHONE = { width: 360, height: 740 }

const content = (pattern) => {
  const name = readdirSync(service.files).find((name) => pattern.test(`/${name}`))
  return readFileSync(join(service.files, name))
}

/** Whatever the browser says of it in its console belongs to these tests. */
const expectErrors = /./

const heading = (page, name) => page.getByRole('heading', { level: 1, name })

/** Asserts that the page says that the service did not start, what to ask IT for, and a reason that tells them more. */
async function assertSaysWhy(page, reason) {
  await heading(page, 'The service did not start').waitFor()
  await page.getByText('ask your IT team to check that no proxy or filter blocks or changes files').waitFor()
  await page.getByText(reason).waitFor()
  assert.equal(await page.getByRole('status').filter({ hasText: 'Loading' }).count(), 0, 'nothing goes on loading')
  await assertAccessible(page)
}

for (const [name, viewport] of [['a desktop', { width: 1280, height: 900 }], ['a phone', PHONE]]) {
  test(`before the app is there, ${name} shows the header and a skeleton of the page`, async (t) => {
    const page = await visitor(t, browser, service, { viewport })
    const held = new Promise((resolve) => page.route(WASM, resolve))
    await page.goto('/policies', { waitUntil: 'commit' })
    const route = await held
    await page.getByRole('banner').getByText('NHSmail user policies').waitFor()
    const skeleton = await page.locator('.upm-skeleton').boundingBox()
    assert.ok(skeleton.height > 200 && skeleton.width > 300, JSON.stringify(skeleton))
    assert.equal(await page.getByRole('status').filter({ hasText: 'Loading' }).count(), 1)
    assert.equal(await heading(page, /./).count(), 0, 'no message is shown')
    await assertFitsWidth(page)
    await screenshot(page, `first paint on ${name}`)
    await route.continue()
    await page.getByRole('button', { name: /^Continue as/ }).first().waitFor()
    assert.equal(await page.locator('.upm-skeleton').count(), 0)
  })
}

test('wasm that comes with another type runs all the same', async (t) => {
  const page = await visitor(t, browser, service)
  await page.route(WASM, (route) => route.fulfill({ contentType: 'text/plain', body: content(WASM) }))
  await page.goto('/')
  await page.getByRole('button', { name: /^Continue as/ }).first().waitFor()
})

for (const [name, answer, reason] of [
  ['is a page of a proxy', { contentType: 'text/html', body: '<h1>Blocked</h1>' }, /200, text\/html, 16 bytes/],
  ['is refused', { status: 403, contentType: 'text/html', body: '<h1>Forbidden</h1>' }, /403, text\/html/],
  ['breaks off', { contentType: 'application/wasm', body: content(WASM).subarray(0, 100_000) }, /200, application\/wasm, 100000 bytes/]
]) {
  test(`wasm that ${name} gives a message for IT`, async (t) => {
    const page = await visitor(t, browser, service, { expectErrors })
    await page.route(WASM, (route) => route.fulfill(answer))
    await page.goto('/')
    await assertSaysWhy(page, reason)
  })
}

test('wasm that does not come at all gives a message for IT', async (t) => {
  const page = await visitor(t, browser, service, { expectErrors, viewport: PHONE })
  await page.route(WASM, (route) => route.abort())
  await page.goto('/policies')
  await assertSaysWhy(page, /upm-web_bg-.*\.wasm: Failed to fetch/)
  await assertFitsWidth(page)
})

for (const [name, answer, reason] of [
  ['with the wrong type', { contentType: 'text/plain', body: content(SCRIPT) }, /200, text\/plain/],
  ['changed on the way', { contentType: 'text/javascript', body: `${content(SCRIPT)}\n// scanned` }, /200, text\/javascript/]
]) {
  test(`a script that comes ${name} gives a message for IT`, async (t) => {
    const page = await visitor(t, browser, service, { expectErrors })
    await page.route(SCRIPT, (route) => route.fulfill(answer))
    await page.goto('/')
    await assertSaysWhy(page, reason)
  })
}

test('a first script that is changed on the way does not run, and the page says so by itself', async (t) => {
  const page = await visitor(t, browser, service, { expectErrors })
  await page.clock.install()
  await page.route(START, (route) => route.fulfill({ contentType: 'text/javascript', body: `${content(START)}\n// scanned` }))
  await page.goto('/')
  // As long as a style waits; its clock is not the script's.
  await page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()))
  await heading(page, 'The service did not start').waitFor()
  await page.getByText('start.js did not run').waitFor()
})

test('a content security policy without wasm-unsafe-eval gives a message for IT', async (t) => {
  const page = await visitor(t, browser, service, { expectErrors })
  await page.route('/', async (route) => {
    const answer = await route.fetch()
    const headers = answer.headers()
    const policy = headers['content-security-policy'].replace(" 'wasm-unsafe-eval'", '')
    await route.fulfill({ response: answer, headers: { ...headers, 'content-security-policy': policy } })
  })
  await page.goto('/')
  await heading(page, 'This browser cannot run the service').waitFor()
  await page.getByText('ask your IT team to allow WebAssembly for this address').waitFor()
  await assertAccessible(page)
})

test('without WebAssembly the page says what to use', async (t) => {
  const page = await visitor(t, browser, service, { expectErrors })
  await page.addInitScript(() => delete globalThis.WebAssembly)
  await page.goto('/')
  await heading(page, 'This browser cannot run the service').waitFor()
})

test('without JavaScript the page says so, and nothing else', async (t) => {
  const context = await browser.newContext({ baseURL: service.url, javaScriptEnabled: false })
  t.after(() => context.close())
  const page = await context.newPage()
  await page.goto('/')
  await heading(page, 'JavaScript is turned off').waitFor()
  // Playwright finds no text below `noscript`.
  assert.match(await page.locator('main').innerText(), /ask your IT team to allow JavaScript and WebAssembly/)
  assert.equal(await heading(page, /./).count(), 1)
  assert.equal(await page.locator('.upm-skeleton').isVisible(), false)
  await screenshot(page, 'without JavaScript')
})
