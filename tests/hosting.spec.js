// The app as it is hosted: nginx with the configuration that ships, at the top of a site and under a path, with the API
// on the same origin and on another; and by `upm-api` alone. Most other specs run on nginx too.

import assert from 'node:assert/strict'
import { readdirSync } from 'node:fs'
import { request } from 'node:http'
import { after, test } from 'node:test'
import { launch, personas, signedIn } from './support/browser.js'
import { check } from './support/import.js'
import { startService } from './support/service.js'

const suite = { after }
const browser = await launch(suite)

/** Asks as it is, without what `fetch` adds and unpacks. */
function ask(url, { method = 'GET', headers = {} } = {}) {
  return new Promise((resolve, reject) => {
    request(url, { method, headers }, (answer) => {
      const body = []
      answer.on('data', (data) => body.push(data))
      answer.on('end', () => resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(body) }))
    })
      .on('error', reject)
      .end()
  })
}

const FOREVER = 'public, max-age=31536000, immutable'

for (const [name, basePath, options] of [
  ['nginx at the top of a site', '/', {}],
  ['nginx under a path', '/upm/', { api: 'otherOrigin' }],
  ['upm-api', '/', { files: 'upm-api' }]
]) {
  const service = await startService(suite, { basePath, ...options })
  const who = await personas(service)
  const url = (path) => service.url + basePath + path
  const files = readdirSync(service.files)
  const named = (pattern) => files.find((file) => pattern.test(file))
  const script = named(/^upm-web-.*\.js$/)
  const wasm = named(/^upm-web_bg-.*\.wasm$/)

  test(`${name}: files have their types, and are kept as long as they may be`, async () => {
    for (const [file, type, cache] of [
      ['', /^text\/html/, 'no-cache'],
      ['index.html', /^text\/html/, 'no-cache'],
      ['config.json', /^application\/json/, 'no-cache'],
      ['import-template.xlsx', /^application\/vnd\.openxmlformats-officedocument\.spreadsheetml\.sheet/, 'no-cache'],
      [script, /^text\/javascript/, FOREVER],
      [wasm, /^application\/wasm$/, FOREVER],
      [named(/^main-.*\.css$/), /^text\/css/, FOREVER],
      [named(/^favicon-.*\.svg$/), /^image\/svg\+xml/, FOREVER]
    ]) {
      const { status, headers } = await ask(url(file))
      assert.equal(status, 200, file)
      assert.match(headers['content-type'], type, file)
      assert.equal(headers['cache-control'], cache, file)
      assert.ok(headers.etag, file)
    }
  })

  test(`${name}: every file comes with the policies`, async () => {
    for (const file of ['', 'policies/new', 'config.json', script, wasm]) {
      const { headers } = await ask(url(file))
      const policy = headers['content-security-policy']
      const asked = options.api === 'otherOrigin' ? ` ${service.api}` : ''
      for (const part of [
        "default-src 'none'",
        "script-src 'self' 'wasm-unsafe-eval'",
        "require-trusted-types-for 'script'",
        `connect-src 'self'${asked}`
      ]) {
        assert.ok(policy.split('; ').includes(part), `${part} in ${policy}`)
      }
      assert.equal(headers['cross-origin-opener-policy'], 'same-origin-allow-popups')
      assert.equal(headers['cross-origin-resource-policy'], 'same-origin')
      assert.equal(headers['strict-transport-security'], 'max-age=31536000')
      assert.equal(headers['x-content-type-options'], 'nosniff')
      assert.equal(headers['referrer-policy'], 'no-referrer')
      assert.match(headers['permissions-policy'], /camera=\(\)/)
    }
  })

  test(`${name}: compressed copies are sent to whoever takes them`, async () => {
    const plain = await ask(url(wasm))
    for (const [accepted, encoding] of [
      ['gzip, deflate, br, zstd', 'br'],
      ['gzip', 'gzip'],
      ['br;q=0, gzip', 'gzip'],
      ['identity', undefined]
    ]) {
      for (const file of [wasm, script, 'policies']) {
        const { status, headers } = await ask(url(file), { headers: { 'Accept-Encoding': accepted } })
        assert.equal(status, 200)
        assert.equal(headers['content-encoding'], encoding, `${file} for ${accepted}`)
        assert.match(headers['content-type'], /^(application\/wasm|text\/(javascript|html))/)
        assert.match(headers.vary, /accept-encoding/i)
      }
    }
    const small = await ask(url(wasm), { headers: { 'Accept-Encoding': 'br' } })
    assert.ok(small.body.length < plain.body.length / 2, `${small.body.length} of ${plain.body.length} bytes`)
  })

  test(`${name}: screens give the page, and what is missing gives 404 that nobody keeps`, async () => {
    const page = (await ask(url(''))).body.toString()
    for (const screen of ['policies', 'policies/0199/members', 'no/such/screen', 'jobs?show=running']) {
      const { status, body } = await ask(url(screen))
      assert.equal(status, 200, screen)
      assert.equal(body.toString(), page, screen)
    }
    for (const missing of ['upm-web-0123456789abcdef.js', 'nothing.css', 'assets/none.svg', '.env']) {
      const { status, headers } = await ask(url(missing))
      assert.equal(status, 404, missing)
      assert.doesNotMatch(headers['cache-control'] ?? '', /immutable/, missing)
    }
    assert.equal((await ask(url(''), { method: 'POST' })).status, 405)
  })

  test(`${name}: a policy is found and an import checked, without a report of the policies`, async (t) => {
    const page = await signedIn(t, browser, { ...service, url: url('') }, who['trust-la'], url('policies?q=national'))
    const table = page.getByRole('table', { name: 'User policies' })
    await table.getByRole('link', { name: /National Policy/ }).first().click()
    await page.getByRole('heading', { level: 1, name: /National Policy/ }).waitFor()
    assert.match(page.url(), new RegExp(`^${url('policies/')}`))
    await page.reload()
    await page.getByRole('link', { name: 'Members', exact: true }).click()
    await page.getByRole('link', { name: 'Import', exact: true }).click()
    const template = await page.getByRole('link', { name: 'Download the template' }).evaluate((link) => link.href)
    assert.equal((await ask(template)).status, 200)
    await check(page, ['nobody.at.all@nhs.net'])
    await page.getByText('nobody.at.all@nhs.net').first().waitFor()
    await page.goBack()
    await page.getByRole('link', { name: /^NHS .* homepage$/ }).click()
    await page.waitForURL(url(''))
    await page.getByRole('heading', { level: 1, name: 'Admin home' }).waitFor()
    await page.goto(url('no/such/screen'))
    await page.getByRole('link', { name: 'Go to Admin home' }).click()
    await page.waitForURL(url(''))
  })
}

test('under a path, the path without its slash leads there, and nothing of the app is beside it', async () => {
  const service = await startService(suite, { basePath: '/upm/', api: 'otherOrigin' })
  const { status, headers } = await ask(`${service.url}/upm`)
  assert.equal(status, 308)
  assert.match(headers.location, /\/upm\/$/)
  assert.equal((await ask(`${service.url}/policies`)).status, 404)
})
