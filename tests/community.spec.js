// The LA community as a local administrator uses it: the next webinar, the archive, the road map, the calendar.

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import ICAL from 'ical.js'
import { assertAccessible, assertFitsWidth, launch, personas, signedIn } from './support/browser.js'
import { startService } from './support/service.js'

const suite = { after }
const service = await startService(suite)
const browser = await launch(suite)
const who = await personas(service)

/** An LA at a path; `now` is what their clock says, `webinars` in place of what editors wrote. */
async function open(t, path = '/community', { now, webinars, ...options } = {}) {
  const page = await signedIn(t, browser, service, who['trust-la'], '/jobs', options)
  if (now) await page.clock.setFixedTime(new Date(now))
  if (webinars) {
    await page.route('**/content/index.json', async (route) => {
      const content = await (await route.fetch()).json()
      Object.assign(content.webinars, webinars)
      await route.fulfill({ json: content })
    })
  }
  await page.goto(path)
  return page
}

const section = (page, name) => page.getByRole('region', { name })

test('the next webinar is worked out, in the time of London, from the navigation on', async (t) => {
  const page = await open(t, '/jobs', { now: '2026-11-28T10:00:00Z' })
  await page.getByRole('navigation', { name: 'Admin' }).getByRole('link', { name: /^LA community/ }).click()
  await page.getByRole('heading', { level: 1, name: 'LA community' }).waitFor()
  const webinar = section(page, 'Next webinar')
  await webinar.getByText('Friday 11 December 2026, 12:30pm to 1:30pm, UK time').waitFor()
  assert.equal(await webinar.getByText('On now').count(), 0)
  await webinar.getByText('Agenda', { exact: true }).click()
  await webinar.getByText('your questions, those that were sent in first').waitFor()
  await webinar.getByRole('heading', { level: 3, name: 'Ask a question' }).waitFor()
})

test('who looks while it is on is told so, and what is cancelled is said before the next', async (t) => {
  const on = await open(t, '/community', { now: '2026-12-11T13:00:00Z' })
  await section(on, 'Next webinar').getByText('On now').waitFor()
  const page = await open(t, '/community', { now: '2026-12-12T10:00:00Z' })
  await section(page, 'Next webinar').getByText('There is no webinar on Friday 25 December 2026: Christmas Day.').waitFor()
  await section(page, 'Next webinar').getByText('Friday 8 January 2027').waitFor()
})

test('a webinar that is moved says from when and why', async (t) => {
  const changes = [{ planned: '2026-12-11', to: { moved: '2026-12-16T14:00:00' }, reason: 'the speakers are away' }]
  const page = await open(t, '/community', { now: '2026-11-28T10:00:00Z', webinars: { changes } })
  const webinar = section(page, 'Next webinar')
  await webinar.getByText('Wednesday 16 December 2026, 2pm to 3pm, UK time').waitFor()
  await webinar.getByText('Moved from Friday 11 December 2026: the speakers are away.').waitFor()
})

test('the calendar is one that calendars read: every second Friday in the time of London, without what is cancelled', async () => {
  const answer = await fetch(`${service.url}/content/webinars.ics`)
  assert.match(answer.headers.get('content-type'), /^text\/calendar/)
  assert.equal(answer.headers.get('cache-control'), 'no-cache')
  const text = await answer.text()
  assert.ok(text.split('\r\n').every((line) => Buffer.byteLength(line) <= 75 && !line.includes('\n')))
  const calendar = new ICAL.Component(ICAL.parse(text))
  ICAL.TimezoneService.register(calendar.getFirstSubcomponent('vtimezone'))
  const event = new ICAL.Event(calendar.getFirstSubcomponent('vevent'))
  const starts = []
  const all = event.iterator()
  for (let next = all.next(); next && next.year < 2028; next = all.next()) starts.push(next.toJSDate().toISOString())
  assert.equal(starts[0], '2022-09-23T11:30:00.000Z')
  // The clocks go back on 30 October 2022.
  assert.deepEqual(starts.slice(2, 4), ['2022-10-21T11:30:00.000Z', '2022-11-04T12:30:00.000Z'])
  assert.ok(starts.includes('2026-12-11T12:30:00.000Z') && !starts.includes('2026-12-25T12:30:00.000Z'))
  assert.equal(event.duration.toSeconds(), 3600)
})

test('updates are found by any word and by topic, the words are marked, and the address keeps it', async (t) => {
  const page = await open(t)
  await page.getByRole('link', { name: 'Search all updates' }).click()
  await page.getByRole('heading', { level: 1, name: 'Key updates' }).waitFor()
  const all = page.getByRole('main').getByRole('heading', { level: 2 })
  const before = await all.count()
  assert.ok(before > 15)
  await page.getByRole('searchbox', { name: 'Search updates' }).fill('oauth imap')
  await page.waitForURL(/\?q=oauth%20imap$/)
  await page.getByRole('status').getByText('1 entry').waitFor()
  const found = page.getByRole('link', { name: 'Mail programs that only know a password stop working' })
  await found.waitFor()
  assert.ok((await page.locator('mark').allInnerTexts()).some((text) => /oauth/i.test(text)))
  await page.reload()
  await page.getByRole('status').getByText('1 entry').waitFor()
  assert.equal(await page.getByRole('searchbox', { name: 'Search updates' }).inputValue(), 'oauth imap')
  await found.click()
  await page.getByRole('heading', { level: 1, name: 'Mail programs that only know a password stop working' }).waitFor()
  await page.goBack()
  await page.getByRole('combobox', { name: 'Topic' }).selectOption('Teams')
  await page.waitForURL(/\?q=oauth%20imap&topic=teams$/)
  await page.getByText('No entry has all these words.').waitFor()
  await page.getByRole('searchbox', { name: 'Search updates' }).fill('')
  await page.waitForURL(/\?topic=teams$/)
  await page.getByRole('link', { name: 'Classic Teams is out of support' }).waitFor()
})

test('an update is text with headings, tables and links that lead on', async (t) => {
  const page = await open(t, '/community/updates/basic-authentication')
  await page.getByRole('heading', { level: 1, name: 'Mail programs that only know a password stop working' }).waitFor()
  await page.getByText('Key update, 30 August 2022').waitFor()
  await page.getByRole('columnheader', { name: 'Who uses' }).waitFor()
  await page.getByRole('link', { name: 'SMTP AUTH' }).click()
  await page.getByRole('heading', { level: 1, name: /^Sending by SMTP with a password/ }).waitFor()
  await page.goto('/community/releases/import-with-a-plan')
  await page.getByText('Release, 24 November 2026').waitFor()
})

test('an update that is not there says so', async (t) => {
  const page = await open(t, '/community/updates/gone', { expectErrors: /404/ })
  await page.getByRole('heading', { name: 'There is nothing here' }).waitFor()
})

test('the road map tells what has ended from what comes, in words', async (t) => {
  const page = await open(t, '/community/road-map', { now: '2026-11-28T10:00:00Z' })
  const coming = section(page, 'Coming up').getByRole('listitem')
  await coming.first().waitFor()
  assert.match(await coming.nth(0).innerText(), /SMTP AUTH with a password, by default\s+31 December 2026\s+Next/)
  assert.match(await coming.nth(1).innerText(), /Exchange Web Services[^]*1 April 2027\s+Coming/)
  const ended = section(page, 'Ended').getByRole('listitem')
  assert.match(await ended.filter({ hasText: 'TLS 1.0' }).innerText(), /30 June 2022\s+Ended/)
  await ended.filter({ hasText: 'Cloud Video' }).getByText('28 October 2022').waitFor()
  await ended.filter({ hasText: 'POP and IMAP' }).getByText('1 October 2022').waitFor()
})

test('what is new since the last visit is counted beside the link and marked, on every computer, and only once', async (t) => {
  const persona = who['region-la']
  const page = await signedIn(t, browser, service, persona, '/jobs')
  const link = page.getByRole('navigation', { name: 'Admin' }).getByRole('link', { name: /^LA community/ })
  await page.getByRole('link', { name: /^LA community \(\d+ new\)$/ }).waitFor()
  const told = page.waitForResponse((answer) => answer.url().endsWith('/api/community/mark') && answer.request().method() === 'PUT')
  await link.click()
  assert.equal((await told).status(), 200)
  await section(page, 'New in this service').getByText('New', { exact: true }).first().waitFor()
  await page.getByRole('link', { name: 'LA community', exact: true }).waitFor()
  const [[, day]] = service.rows(
    "select administrator_id, day from community_mark where administrator_id = (select id from administrator where subject = 'region-la')"
  )
  assert.match(day, /^\d{4}-\d\d-\d\d$/)
  // Nothing of it is kept by the browser.
  assert.equal(await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }]).includes('la-community')), false)
  const elsewhere = await signedIn(t, browser, service, persona, '/community')
  await section(elsewhere, 'New in this service').getByRole('link').first().waitFor()
  assert.equal(await elsewhere.getByText('New', { exact: true }).count(), 0)
})

for (const path of ['/community', '/community/updates?q=teams', '/community/updates/f3-or-e3', '/community/road-map']) {
  test(`${path} is accessible and fits a phone`, async (t) => {
    const page = await open(t, path, { viewport: { width: 360, height: 740 } })
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByText('Loading…').first().waitFor({ state: 'detached' })
    await assertAccessible(page)
    await assertFitsWidth(page)
  })
}
