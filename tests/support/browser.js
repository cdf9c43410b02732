// A person at a real browser. Whatever the page logs as an error, and every violation of the content
// security policy, fails the test that it happens in.

import assert from 'node:assert/strict'
import { mkdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { chromium } from 'playwright-core'

const root = new URL('../..', import.meta.url).pathname
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** How long a person would wait before they call it broken. */
const PATIENCE = 20_000

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync'
]

/** Starts Chromium for a suite. */
export async function launch(t) {
  const browser = await chromium.launch({ executablePath: process.env.UPM_CHROMIUM ?? '/usr/bin/chromium', args: FLAGS })
  t.after(() => browser.close())
  return browser
}

/**
 * A person with a browser window of their own.
 *
 * @param {{ viewport?: { width: number, height: number }, expectErrors?: RegExp }} options
 *   `expectErrors`: messages that belong to the test, such as the browser's own line about a 404
 */
export async function visitor(t, browser, service, { viewport = { width: 1280, height: 900 }, expectErrors } = {}) {
  const context = await browser.newContext({ baseURL: service.url, viewport, bypassCSP: false })
  const page = await context.newPage()
  page.setDefaultTimeout(PATIENCE)
  const wrong = []
  const logged = (text) => expectErrors?.test(text) || wrong.push(text)
  await context.exposeBinding('upmViolation', (_, text) => logged(text))
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      window.upmViolation(`${event.effectiveDirective} was violated by ${event.blockedURI} at ${event.sourceFile}:${event.lineNumber}`)
    })
  })
  page.on('worker', (worker) => worker.on('console', (message) => message.type() === 'error' && logged(message.text())))
  page.on('pageerror', (error) => logged(String(error)))
  page.on('console', (message) => message.type() === 'error' && logged(message.text()))
  t.after(async () => {
    if (!t.passed) await screenshot(page, t.name).catch(() => {})
    await context.close()
    assert.deepEqual(wrong, [], 'the page logged errors')
  })
  return page
}

/** A person who is signed in as a persona and is at `path`. */
export async function signedIn(t, browser, service, persona, path = '/', options = {}) {
  const page = await visitor(t, browser, service, options)
  await page.goto(path)
  await page.getByRole('button', { name: `Continue as ${persona}` }).click()
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
  return page
}

/** The personas, by what they may do. */
export const personas = async (service) => {
  const list = await (await fetch(`${service.url}/api/demo/personas`)).json()
  return Object.fromEntries(list.map(({ id, name }) => [id, name]))
}

/** Keeps a picture for whoever looks at a failure. */
export async function screenshot(page, name) {
  const folder = join(root, 'target/browser-tests')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, `${name.replace(/[^a-z0-9]+/gi, '-')}.png`)
  await page.screenshot({ path, fullPage: true })
  return path
}

/** Asserts that axe finds nothing wrong with the page as it is (WCAG 2.2 AA and axe's best practices). */
export async function assertAccessible(page) {
  // Through the debugger, because the content security policy lets no script in, and must not.
  const violations = await page.evaluate(
    `(async () => { ${axeSource}; return (await axe.run()).violations })()`
  )
  const told = violations.map(({ id, help, nodes }) => ({ id, help, nodes: nodes.map((node) => node.html) }))
  assert.deepEqual(told, [], 'axe found something')
}

/** Asserts that the page does not scroll sideways. */
export async function assertFitsWidth(page) {
  const { content, width } = await page.evaluate(() => ({
    content: document.documentElement.scrollWidth,
    width: document.documentElement.clientWidth
  }))
  assert.ok(content <= width, `the page is ${content} px wide on a screen of ${width} px`)
}
