// Signing in at a real identity provider: there and back, without being asked where it is not needed, out again, and
// whoever tries to get in another way.

import assert from 'node:assert/strict'
import { createHmac } from 'node:crypto'
import { after, describe, test } from 'node:test'
import { SignJWT, importJWK } from 'jose'
import { assertAccessible, launch, visitor } from './support/browser.js'
import { check, confirmMoves, finished, peopleOf, SENDING, upload } from './support/import.js'
import { AUDIENCE, CLIENT, startProvider } from './support/provider.js'
import { startService } from './support/service.js'

const suite = { after }
const browser = await launch(suite)
const provider = await startProvider(suite)
const service = await startService(suite, { provider })

/** A person at the app. */
async function person(t, options = {}) {
  const page = await visitor(t, browser, service, options)
  // The provider's own pages want a font from the internet.
  await page.context().route('https://fonts.googleapis.com/**', (route) => route.fulfill({ contentType: 'text/css', body: '' }))
  return page
}

/** Signs in on the provider's own pages. */
async function signInAs(page, name) {
  await page.getByPlaceholder('Enter any login').fill(name)
  await page.getByPlaceholder('and password').fill('anything')
  await page.getByRole('button', { name: 'Sign-in' }).click()
  await page.getByRole('button', { name: 'Continue' }).click()
}

/** Signs in from the app's screen. */
async function signIn(page, path = '/policies', name = 'trust-la') {
  await page.goto(path)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await signInAs(page, name)
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
}

/** The access token that the page sends along. */
async function tokenOf(page) {
  const request = page.waitForRequest((request) => request.headers().authorization?.startsWith('Bearer '))
  await page.reload()
  return (await request).headers().authorization.slice('Bearer '.length)
}

const ask = (token) => fetch(`${service.api}/api/session`, { headers: token ? { Authorization: `Bearer ${token}` } : {} })

async function assertRefused(token, code, what) {
  const answer = await ask(token)
  assert.equal(answer.status, 401, what)
  assert.equal((await answer.json()).code, code, what)
}

test('a person signs in at the provider and is where they wanted to be', async (t) => {
  const page = await person(t)
  await page.goto('/policies?q=nursing')
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
  await assertAccessible(page)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await signInAs(page, 'trust-la')
  await page.getByRole('heading', { level: 1, name: 'User Policy Management' }).waitFor()
  assert.equal(await page.getByRole('searchbox', { name: 'Search user policies' }).inputValue(), 'nursing')
  assert.equal(new URL(page.url()).search, '?q=nursing')
  await page.getByText('Priya Nair').waitFor()
})

test('who is signed in at the provider already is not asked, after a reload or in another tab', async (t) => {
  const page = await person(t)
  await signIn(page)
  await page.reload()
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
  const tab = await page.context().newPage()
  await tab.goto('/users')
  await tab.getByRole('heading', { level: 1, name: 'User Management' }).waitFor()
})

test('no token, code or name is kept where it could be read later', async (t) => {
  const page = await person(t)
  await signIn(page)
  const token = await tokenOf(page)
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
  const kept = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, document.cookie, history.state, location.href]))
  assert.ok(!kept.includes(token.slice(-20)), kept)
  assert.doesNotMatch(kept, /code=|verifier|Priya|trust-la/)
})

test('who signs out is out here, at the provider and in other tabs, and nothing is kept', async (t) => {
  const page = await person(t)
  await signIn(page)
  const tab = await page.context().newPage()
  await tab.goto('/policies/new')
  await tab.getByRole('textbox', { name: 'Policy name' }).fill('Begun in another tab')
  const isKept = () => tab.evaluate(() => JSON.stringify({ ...sessionStorage }).includes('Begun in another tab'))
  await tab.waitForFunction(() => JSON.stringify({ ...sessionStorage }).includes('Begun in another tab'))
  await page.getByRole('button', { name: 'Sign out' }).click()
  await tab.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
  assert.equal(await isKept(), false, 'what was entered in the other tab is kept')
  // The provider's own question.
  await page.getByRole('button', { name: 'Yes, sign me out' }).click()
  await page.getByRole('status').getByText('You have signed out').waitFor()
  assert.equal(new URL(page.url()).origin, service.url)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByPlaceholder('Enter any login').waitFor()
})

test('a token that has run out is renewed without anybody noticing', async (t) => {
  const page = await person(t, { expectErrors: /401/ })
  await signIn(page)
  const first = await tokenOf(page)
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
  let refused = 0
  await page.route('**/api/**', (route) => {
    if (route.request().headers().authorization !== `Bearer ${first}`) return route.continue()
    refused += 1
    return route.fulfill(expired)
  })
  const renewals = []
  page.on('request', (request) => request.url().endsWith('/token') && renewals.push(request.postData()))
  await page.getByRole('link', { name: 'Jobs' }).click()
  await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor()
  await page.getByRole('link', { name: 'User Policy Management' }).click()
  await page.getByRole('table', { name: 'User policies' }).waitFor()
  assert.ok(refused > 0)
  assert.equal(renewals.length, 1, 'requests wait for one renewal')
  assert.match(renewals[0], /grant_type=refresh_token/)
})

const expired = {
  status: 401,
  contentType: 'application/problem+json',
  body: JSON.stringify({ status: 401, code: 'signInExpired', title: 'Not signed in', detail: 'Your sign-in has expired. Sign in again', requestId: 'r', errors: [] })
}

test('a sign-in that ends in the middle of an import is asked for in a window, and the import goes on', async (t) => {
  const people = await peopleOf(service)
  const policy = people.policyNamed('Therapies')
  const emails = people.elsewhere(policy, 60)
  const before = people.membersOf(policy)
  const page = await person(t, { expectErrors: /401|400/ })
  await signIn(page, `/policies/${policy}/import`)
  await check(page, emails)
  await confirmMoves(page)
  let refusals = 0
  await page.route(SENDING, (route) => {
    refusals += 1
    return refusals === 1 ? route.fulfill(expired) : route.continue()
  })
  provider.withdrawEverything()
  await upload(page)
  const dialog = page.getByRole('dialog', { name: 'Your sign-in has expired' })
  await dialog.waitFor()
  await assertAccessible(page)
  const opened = page.waitForEvent('popup')
  await dialog.getByRole('button', { name: 'Sign in again' }).click()
  const popup = await opened
  await popup.getByRole('button', { name: 'Continue' }).click()
  await finished(page)
  await dialog.waitFor({ state: 'hidden' })
  assert.equal(refusals, 2, 'the part that was refused was sent once more')
  assert.deepEqual(new Set(people.membersOf(policy)), new Set([...before, ...emails]))
})

test('somebody else in that window is not let in to the page of the first', async (t) => {
  const page = await person(t, { expectErrors: /401|400/ })
  await signIn(page)
  await page.route(/\/api\/jobs/, (route) => route.fulfill(expired), { times: 1 })
  provider.withdrawEverything()
  provider.endSessions()
  await page.getByRole('link', { name: 'Jobs' }).click()
  const dialog = page.getByRole('dialog', { name: 'Your sign-in has expired' })
  const opened = page.waitForEvent('popup')
  await dialog.getByRole('button', { name: 'Sign in again' }).click()
  await signInAs(await opened, 'helpdesk')
  await dialog.getByRole('alert').getByText('That is not the account').waitFor()
})

test('who administers nothing is told so, and can sign in as somebody else', async (t) => {
  const page = await person(t, { expectErrors: /403/ })
  await page.goto('/policies')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await signInAs(page, 'a-stranger')
  await page.getByRole('alert').getByText('you do not administer any organisation').waitFor()
  const asked = page.waitForRequest((request) => request.url().startsWith(`${provider.issuer}/auth?`))
  await page.getByRole('button', { name: 'Sign in with another account' }).click()
  // The provider is told to ask, though it knows somebody.
  assert.equal(new URL((await asked).url()).searchParams.get('prompt'), 'login')
  // Its own page for changing accounts is no matter of ours.
  provider.endSessions()
  await page.goto('/policies')
  await page.getByRole('button', { name: 'Sign in' }).click()
  await signInAs(page, 'helpdesk')
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
})

test('a provider that cannot be reached is told, and can be tried again', async (t) => {
  const page = await person(t, { expectErrors: /ERR_|Failed to load/ })
  provider.isDown = true
  t.after(() => (provider.isDown = false))
  await page.goto('/policies')
  await page.getByRole('alert').getByText('The sign-in service could not be reached').waitFor()
  provider.isDown = false
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.getByPlaceholder('Enter any login').waitFor()
})

test('who does nothing for long is warned, can stay, and is signed out otherwise', async (t) => {
  const page = await person(t)
  await page.clock.install()
  await signIn(page)
  await page.clock.fastForward('28:30')
  const dialog = page.getByRole('dialog', { name: 'You are about to be signed out' })
  await dialog.getByText(/1 minute [0-9]+ seconds?/).waitFor()
  await assertAccessible(page)
  await dialog.getByRole('button', { name: 'Stay signed in' }).click()
  await dialog.waitFor({ state: 'hidden' })
  await page.clock.fastForward('27:00')
  assert.equal(await page.getByRole('button', { name: 'Sign out' }).count(), 1)
  await page.clock.fastForward('04:00')
  await page.getByRole('status').getByText('You were signed out because this page was not used').waitFor()
  await page.reload()
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
})

test('while the provider cannot be reached the API starts, and lets people in as soon as it can be', async (t) => {
  const page = await person(t)
  await signIn(page)
  const token = await tokenOf(page)
  await page.close()
  provider.isDown = true
  await service.restart()
  const answer = await ask(token)
  assert.equal(answer.status, 503)
  assert.equal((await answer.json()).code, 'signInNotChecked')
  assert.ok(Number(answer.headers.get('Retry-After')) > 0)
  provider.isDown = false
  await eventually(async () => (await ask(token)).status === 200)
})

/** Asks again and again until it is so: the API leaves the provider alone for ten seconds after it has asked it. */
async function eventually(isSo) {
  const until = Date.now() + 20_000
  while (!(await isSo())) {
    assert.ok(Date.now() < until, 'it is not so after 20 seconds')
    await new Promise((resolve) => setTimeout(resolve, 250))
  }
}

describe('who tries another way', () => {
  test('an answer of the provider that nobody here asked for is not taken', async (t) => {
    const page = await person(t)
    await page.goto('/signed-in.html?code=stolen&state=stolen')
    await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor()
    await page.getByRole('alert').getByText('The sign-in could not be completed').waitFor()
  })

  test('an answer to what somebody else asked for is not taken', async (t) => {
    const page = await person(t)
    await page.goto('/policies')
    await page.getByRole('button', { name: 'Sign in' }).click()
    await page.getByPlaceholder('Enter any login').waitFor()
    await page.goto(`/signed-in.html?code=stolen&state=of-the-thief&iss=${encodeURIComponent(provider.issuer)}`)
    await page.getByRole('alert').getByText('The sign-in could not be completed').waitFor()
  })

  test('a code that was used is worth nothing, here or at the provider', async (t) => {
    const page = await person(t)
    let exchange
    let answer
    page.on('request', (request) => {
      if (request.url().endsWith('/token') && request.method() === 'POST') exchange = request.postData()
      if (request.url().includes('/signed-in.html?code=')) answer = request.url()
    })
    await signIn(page)
    const again = await fetch(`${provider.issuer}/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: exchange
    })
    assert.equal(again.status, 400)
    assert.equal((await again.json()).error, 'invalid_grant')
    await page.goto(answer)
    await page.getByRole('alert').getByText('The sign-in could not be completed').waitFor()
  })

  test('tokens that are not what they have to be open nothing', async (t) => {
    const page = await person(t)
    await signIn(page)
    const good = await tokenOf(page)
    assert.equal((await ask(good)).status, 200)
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: provider.issuer, aud: AUDIENCE, sub: 'trust-la', iat: now, exp: now + 300 }
    const [, payload] = good.split('.')
    const encoded = (object) => Buffer.from(JSON.stringify(object)).toString('base64url')
    await assertRefused(await signed({ ...claims, exp: now - 60, iat: now - 360 }), 'signInExpired', 'expired')
    for (const [what, token] of [
      ['another audience', await signed({ ...claims, aud: CLIENT })],
      ['another issuer', await signed({ ...claims, iss: 'https://login.example.net' })],
      ['no audience', await signed({ ...claims, aud: undefined })],
      ['algorithm none', `${encoded({ alg: 'none' })}.${payload}.`],
      ['the public key as a shared secret', sharedSecret(claims, encoded)],
      ['a changed payload', good.replace(payload, encoded({ ...claims, sub: 'platform-la' }))]
    ]) {
      await assertRefused(token, 'signInInvalid', what)
    }
    assert.equal((await ask(await signed(claims))).status, 200, 'the same, as it should be')
  })

  async function signed(claims) {
    const key = await importJWK(provider.key, 'RS256')
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: provider.key.kid }).sign(key)
  }

  function sharedSecret(claims, encoded) {
    const { kty, n, e, kid } = provider.key
    const head = `${encoded({ alg: 'HS256', kid })}.${encoded(claims)}`
    const signature = createHmac('sha256', JSON.stringify({ kty, n, e })).update(head).digest('base64url')
    return `${head}.${signature}`
  }

  test('keys that the provider has changed are taken, and those that it has dropped are not any more', async (t) => {
    const page = await person(t)
    await signIn(page)
    const old = await tokenOf(page)
    // It would go on asking with the old token.
    await page.close()
    assert.equal((await ask(old)).status, 200)
    provider.rotateKeys()
    // The API is asked nothing for ten seconds after it has read the keys; only then it may ask for them again.
    const now = Math.floor(Date.now() / 1000)
    const claims = { iss: provider.issuer, aud: AUDIENCE, sub: 'trust-la', iat: now, exp: now + 300 }
    const fresh = await signed(claims)
    await eventually(async () => (await ask(fresh)).status === 200)
    await assertRefused(old, 'signInInvalid', 'signed with a key that was dropped')
  })
})
