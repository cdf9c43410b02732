// Every screen for everybody: axe, zoomed in to 400 %, by keyboard alone, with forced colours, without motion, on paper.
// What belongs to one screen only (errors, dialogs, progress) is looked at in that screen's own spec.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { assertAccessible, assertFitsWidth, launch, personas, signedIn, visitor } from './support/browser.js'
import { startService } from './support/service.js'

const suite = { after }
const service = await startService(suite)
const browser = await launch(suite)
const who = (await personas(service))['trust-la']

const ours = `ods in (select ods from administrator_role join administrator on id = administrator_id where subject = 'trust-la')`
const [[policy]] = service.rows(`select id from policy where kind = 'local' and ${ours} order by id limit 1`)
const [[mailbox]] = service.rows(`select id from shared_mailbox where ${ours} order by sort_name limit 1`)
const [[other]] = service.rows(
  `select policy_id from account where ${ours} and policy_id <> ? group by policy_id order by count(*) desc limit 1`,
  policy
)
const [[person, email]] = service.rows(`select id, email from account where ${ours} and policy_id = ? limit 1`, other)
const job = (
  await service.post(`/api/policies/${policy}/members`, 'trust-la', {
    members: [{ email, expectedPolicyId: other }],
    moves: 'confirm'
  })
).job?.id ?? service.rows('select id from job order by id desc limit 1')[0][0]

/** An address of every route of the app. */
const SCREENS = [
  '/',
  '/policies?q=a',
  '/policies/new',
  `/policies/${policy}`,
  `/policies/${policy}/members`,
  `/policies/${policy}/import`,
  `/policies/${policy}/licensing-errors`,
  `/policies/${policy}/compare?with=${other}`,
  `/policies/${policy}/history`,
  '/jobs',
  `/jobs/${job}`,
  '/mailboxes',
  `/mailboxes/${mailbox}`,
  '/top-ups?basket=POWER_BI_PRO.3',
  '/users?q=an',
  `/users/${person}`,
  `/users/${person}/log-ons`,
  '/users/leavers',
  '/users/join',
  '/community',
  '/community/updates?q=teams',
  '/community/updates/basic-authentication',
  '/community/releases/import-with-a-plan',
  '/community/road-map',
  `/help?from=/policies/${policy}&about=fault`,
  '/report',
  '/demo/messages',
  '/accessibility',
  '/there-is-no-such-page'
]

test('every route of the app, and every screen that one stands for, is among those that are looked at', () => {
  const source = (file) => readFileSync(new URL(`../src/${file}`, import.meta.url), 'utf8')
  const routes = [...source('app.rs').matchAll(/path!\("([^"]*)"\)/g)].map(([, route]) => route)
  assert.ok(routes.length > 5)
  const addresses = SCREENS.map((screen) => screen.split('?')[0])
  for (const route of routes) {
    const pattern = new RegExp(`^${route.replace(/\/:\w+\?/g, '(/[^/]+)?').replace(/\/\*\w+/, '(/.+)?').replace(/:\w+/g, '[^/]+')}$`)
    assert.ok(addresses.some((address) => pattern.test(address)), `${route} is not among them`)
  }
  const parts = [...source('screens/address.rs').matchAll(/"([a-z-]+)"/g)].map(([, part]) => part)
  assert.ok(parts.length > 10)
  for (const part of parts) {
    assert.ok(addresses.some((address) => address.split('/').includes(part)), `${part} is not among them`)
  }
})

/** Somebody who is signed in, at the top of a screen that was just loaded. */
async function at(t, screen) {
  const page = await signedIn(t, browser, service, who, '/jobs')
  await page.goto(screen)
  await shown(page)
  return page
}

/** Waits until the screen has all that it fetches. */
async function shown(page) {
  await page.getByRole('button', { name: 'Sign out' }).waitFor()
  await page.locator('h1').waitFor()
  await page.waitForFunction(() => !document.querySelector('.upm-loading, [aria-busy=true]'))
}

for (const screen of SCREENS) {
  const name = screen.replace(/[0-9a-f-]{36}/g, ':id')

  test(`${name}: axe finds nothing, also zoomed in to 400 %, where nothing is cut off`, async (t) => {
    const page = await at(t, screen)
    await assertAccessible(page)
    // 1280 px wide at 400 %.
    await page.setViewportSize({ width: 320, height: 256 })
    await assertFitsWidth(page)
    await assertAccessible(page)
  })

  test(`${name}: the keyboard reaches everything, is seen, and gets out again`, async (t) => {
    const page = await at(t, screen)
    const reachable = await page.evaluate(() => {
      const all = document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')
      const radios = new Set()
      return [...all].filter((element) => {
        if (element.disabled || !element.checkVisibility({ visibilityProperty: true })) return false
        if (element.type !== 'radio') return true
        // One of a group.
        return !radios.has(element.name) && radios.add(element.name)
      }).length
    })
    const unseen = []
    let stops = 0
    for (; stops <= Math.min(reachable, 60); stops += 1) {
      await page.keyboard.press('Tab')
      const focused = await page.evaluate(() => {
        const element = document.activeElement
        if (!element || element === document.body) return null
        // Some show it on a part of theirs, or of their label.
        const parts = [element, ...element.querySelectorAll('*'), ...(element.labels ?? []), element.parentElement]
        const styles = parts.flatMap((part) => [part, part.nextElementSibling]).filter(Boolean).flatMap((part) =>
          [null, '::before', '::after'].map((pseudo) => getComputedStyle(part, pseudo))
        )
        const isSeen = styles.some(({ outlineStyle, boxShadow }) => outlineStyle !== 'none' || boxShadow !== 'none')
        const { top, bottom } = element.getBoundingClientRect()
        return { what: element.outerHTML.slice(0, 120), isSeen: isSeen && bottom > 0 && top < innerHeight }
      })
      if (focused === null) break
      if (!focused.isSeen) unseen.push(focused.what)
    }
    assert.deepEqual(unseen, [], 'the focus is not to be seen')
    assert.ok(stops >= Math.min(reachable, 60), `the keyboard stops at ${stops} of ${reachable}`)
  })

  test(`${name}: with forced colours what can be pressed still looks like it`, async (t) => {
    const page = await at(t, screen)
    await page.emulateMedia({ forcedColors: 'active', reducedMotion: 'reduce' })
    const lost = await page.evaluate(() =>
      [...document.querySelectorAll('button, .nhsuk-button, [role=switch], .nhsuk-tag')]
        .filter((element) => element.checkVisibility({ visibilityProperty: true }))
        .filter((element) => {
          const style = getComputedStyle(element)
          const parts = [style, ...[...element.querySelectorAll('*')].map((part) => getComputedStyle(part))]
          const isFramed = parts.some(({ borderTopWidth, borderTopStyle, outlineStyle }) =>
            (borderTopStyle !== 'none' && parseFloat(borderTopWidth) > 0) || outlineStyle !== 'none')
          return !isFramed && !parts.some(({ textDecorationLine }) => textDecorationLine === 'underline')
        })
        .map((element) => element.outerHTML.slice(0, 120))
    )
    assert.deepEqual(lost, [])
    const moving = await page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length)
    assert.equal(moving, 0, 'something moves')
  })
}

test('who goes to another screen is told of it: the focus is on its heading, and the title names it', async (t) => {
  const page = await signedIn(t, browser, service, who, '/policies')
  for (const [link, heading] of [['Jobs', 'Jobs'], ['User Management', 'User Management']]) {
    await page.getByRole('link', { name: link, exact: true }).click()
    await page.getByRole('heading', { level: 1, name: heading }).waitFor()
    assert.equal(await page.evaluate(() => document.activeElement.textContent), heading)
    assert.match(await page.title(), new RegExp(`^${heading} – `))
  }
  await page.goBack()
  await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor()
  assert.equal(await page.evaluate(() => document.activeElement.textContent), 'Jobs')
})

test('on paper a policy is its settings, without what can only be pressed', async (t) => {
  const page = await at(t, `/policies/${policy}`)
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.getByRole('button', { name: 'Update' }).isVisible(), false)
  assert.equal(await page.getByRole('navigation', { name: 'Admin' }).isVisible(), false)
  assert.equal(await page.locator('h1').isVisible(), true)
  assert.equal(await page.getByRole('textbox', { name: 'Policy name', exact: true }).isVisible(), true)
  await page.emulateMedia({ media: 'screen' })
  await page.goto(`/jobs/${job}`)
  await shown(page)
  await page.emulateMedia({ media: 'print' })
  assert.equal(await page.getByText(email).first().isVisible(), true, 'what became of each person')
})

test('the accessibility statement is for anyone, and one link away', async (t) => {
  const page = await visitor(t, browser, service)
  await page.goto('/policies')
  await page.getByRole('link', { name: 'Accessibility statement' }).click()
  await page.getByRole('heading', { level: 1, name: 'Accessibility statement' }).waitFor()
  await assertAccessible(page)
  await page.reload()
  await page.getByRole('heading', { level: 1, name: 'Accessibility statement' }).waitFor()
})
