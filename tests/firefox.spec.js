// The main job in another engine: Firefox, driven by WebDriver BiDi (Playwright drives only a Firefox of its own). Signing
// in, finding a policy, changing it, importing a spreadsheet into it.

import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { launch } from 'puppeteer-core'
import { peopleOf } from './support/import.js'
import { startService } from './support/service.js'

const suite = { after }
const service = await startService(suite)
const people = await peopleOf(service)
const browser = await launch({
  browser: 'firefox',
  executablePath: process.env.UPM_FIREFOX ?? '/usr/bin/firefox-esr',
  headless: true
})
after(() => browser.close())

/** Somebody at the app in Firefox. Whatever it logs as an error fails the test. */
async function visitor(t) {
  const context = await browser.createBrowserContext()
  const page = await context.newPage()
  await page.setViewport({ width: 1280, height: 900 })
  page.setDefaultTimeout(20_000)
  const wrong = []
  page.on('pageerror', (error) => wrong.push(String(error)))
  page.on('console', (message) => message.type() === 'error' && wrong.push(message.text()))
  t.after(async () => {
    await context.close()
    assert.deepEqual(wrong, [], 'the page logged errors')
  })
  const find = (role, name) => page.locator(`::-p-aria([role="${role}"][name="${name}"])`)
  return { page, find, press: (role, name) => find(role, name).click() }
}

async function signIn({ page, find, press }, path) {
  await page.goto(service.url + path)
  await press('button', 'Continue as Priya Nair')
  await find('button', 'Sign out').wait()
}

test('a policy is found, changed and found changed, in Firefox', async (t) => {
  const person = await visitor(t)
  const { page, find, press } = person
  await signIn(person, '/policies')
  const policy = people.policyNamed('Community Nursing')
  await find('searchbox', 'Search user policies').fill('community nursing')
  await press('link', people.fullName(policy))
  await find('textbox', 'Description').fill('Changed in Firefox')
  await press('button', 'Update')
  await page.waitForSelector('.upm-message')
  const [[description]] = service.rows('select description from policy where id = ?', policy)
  assert.equal(description, 'Changed in Firefox')
  await page.reload()
  await find('textbox', 'Description').wait()
  const shown = await page.$eval('textarea, input[name=description]', (field) => field.value)
  assert.equal(shown, 'Changed in Firefox')
})

test('a spreadsheet is imported in Firefox, by the workers, and the database is what the plan said', async (t) => {
  const person = await visitor(t)
  const { page, find, press } = person
  const policy = people.policyNamed('Therapies')
  const before = people.membersOf(policy)
  const emails = people.elsewhere(policy, 120)
  await signIn(person, `/policies/${policy}/import`)
  const folder = mkdtempSync(join(tmpdir(), 'upm-firefox-'))
  t.after(() => rmSync(folder, { recursive: true }))
  const file = join(folder, 'people.csv')
  writeFileSync(file, ['Email Address', ...emails].join('\n'))
  const input = await page.waitForSelector('input[type=file]')
  await input.uploadFile(file)
  await press('button', 'Check file')
  await press('checkbox', 'I confirm the moves')
  await press('button', 'Upload')
  await find('heading', 'Import finished').wait()
  assert.deepEqual(new Set(people.membersOf(policy)), new Set([...before, ...emails]))
  await press('button', 'Sign out')
  await find('heading', 'Sign in').wait()
})
