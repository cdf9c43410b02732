// Jobs: what is running and what ran, how far it is as it happens, what became of each person, and the way back.

import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { assertAccessible, assertFitsWidth, launch, personas, signedIn } from './support/browser.js'
import { confirmMoves, finished, peopleOf, upload } from './support/import.js'
import { startService } from './support/service.js'

const suite = { after }
const service = await startService(suite)
const browser = await launch(suite)
const who = await personas(service)
const people = await peopleOf(service)
const [admin, secretaries] = [people.policyNamed('Clinical Admin'), people.policyNamed('Medical Secretaries')]

const open = (t, path, { persona = 'trust-la', ...options } = {}) => signedIn(t, browser, service, who[persona], path, options)

/** Moves people as a persona, without the browser; gives the job, once it is over. */
async function move(emails, from, to, persona = 'trust-la') {
  const members = emails.map((email) => ({ email, expectedPolicyId: from }))
  const { job } = await service.post(`/api/policies/${to}/members`, persona, { members, moves: 'confirm' })
  for (;;) {
    const now = await service.get(`/api/jobs/${job.id}?wait=20`, persona)
    if (now.finishedAt) return now
  }
}

/** The path and query that a request asks for. */
const asked = (request) => {
  const { pathname, search } = new URL(request.url())
  return pathname + search
}

/** Lets a page see a finished job as one that is under way, until it asks for news of it. */
async function pretendRunning(page, job, done) {
  const { outcomes, ...facts } = job
  const running = { ...facts, state: 'running', done: 0, changed: 0, finishedAt: null }
  const pending = outcomes.map(({ email }) => ({ email, outcome: 'pending' }))
  const path = `/api/jobs/${job.id}`
  let release
  const released = new Promise((resolve) => (release = resolve))
  await page.route(`**${path}**`, async (route) => {
    switch (asked(route.request())) {
      case path:
        return route.fulfill({ json: { ...running, outcomes: pending } })
      case `${path}/events`:
        if (done === null) return route.fulfill({ status: 503, body: 'a proxy that is not well' })
        return route.fulfill({
          contentType: 'text/event-stream',
          body: `: keep-alive\n\nevent: job\ndata: ${JSON.stringify({ ...running, done })}\n\n`
        })
      default:
        await released
        return route.continue()
    }
  })
  return release
}

test('jobs are listed by whether they run, and the address says which', async (t) => {
  await move(people.in(admin, 2), admin, secretaries)
  const page = await open(t, '/jobs')
  const table = page.getByRole('table', { name: 'Jobs' })
  const row = table.getByRole('row', { name: new RegExp(people.fullName(secretaries)) }).first()
  await row.getByText('Add or move members').waitFor()
  await row.getByText('2 of 2').waitFor()
  const tabs = page.getByRole('navigation', { name: 'Filter jobs' })
  await tabs.getByRole('link', { name: 'Running' }).click()
  await page.getByRole('heading', { name: 'No jobs are running' }).waitFor()
  assert.match(page.url(), /\/jobs\?show=open$/)
  await tabs.getByRole('link', { name: 'Ended' }).click()
  await row.getByText('Finished').waitFor()
  await page.reload()
  await row.getByText('Finished').waitFor()
  assert.equal(await tabs.getByRole('link', { name: 'Ended' }).getAttribute('aria-current'), 'true')
  await page.goBack()
  await page.getByRole('heading', { name: 'No jobs are running' }).waitFor()
})

test('older jobs are on further pages', async (t) => {
  await move(people.in(admin, 1), admin, secretaries)
  const page = await open(t, '/')
  const wanted = []
  await page.route('**/api/jobs**', async (route) => {
    const cursor = new URL(route.request().url()).searchParams.get('cursor')
    if (cursor) {
      wanted.push(cursor)
      return route.fulfill({ json: { items: [], nextCursor: null } })
    }
    const response = await route.fetch()
    return route.fulfill({ response, json: { ...(await response.json()), nextCursor: 'older-jobs' } })
  })
  await page.getByRole('navigation', { name: 'Admin' }).getByRole('link', { name: 'Jobs' }).click()
  await page.getByRole('link', { name: 'Older jobs' }).click()
  await page.waitForURL(/[?&]cursor=older-jobs/)
  await page.getByRole('heading', { name: 'There are no older jobs' }).waitFor()
  assert.ok(wanted.includes('older-jobs'))
  await page.getByRole('link', { name: 'Newest jobs' }).click()
  await page.getByRole('table', { name: 'Jobs' }).waitFor()
})

test('a running job tells how far it is without being asked, and then what became of everyone', async (t) => {
  const [first, second] = people.in(admin, 2)
  const job = await move([first, second], admin, secretaries)
  const page = await open(t, '/')
  const release = await pretendRunning(page, job, 1)
  await page.goto(`/jobs/${job.id}`)
  const bar = page.getByRole('progressbar', { name: 'Job progress' })
  await bar.waitFor()
  await page.getByText('1 of 2 people done').waitFor()
  assert.equal(await bar.getAttribute('aria-valuenow'), '1')
  await assertAccessible(page)
  release()
  await bar.waitFor({ state: 'detached' })
  const row = page.getByRole('table', { name: 'Outcomes' }).getByRole('row', { name: new RegExp(first) })
  await row.getByText('Moved', { exact: true }).waitFor()
})

test('where no news come through, the job is asked after', async (t) => {
  const [first] = people.in(admin, 1)
  const job = await move([first], admin, secretaries)
  const page = await open(t, '/', { expectErrors: /503/ })
  const release = await pretendRunning(page, job, null)
  await page.goto(`/jobs/${job.id}`)
  await page.getByRole('progressbar', { name: 'Job progress' }).waitFor()
  release()
  await page.getByRole('table', { name: 'Outcomes' }).getByText('Moved', { exact: true }).waitFor()
})

test('a job of more than 100 people is followed to its end', async (t) => {
  const emails = people.elsewhere(secretaries, 150)
  const froms = new Map(emails.map((email) => [email, service.rows('select policy_id from account where email = ?', email)[0][0]]))
  const members = emails.map((email) => ({ email, expectedPolicyId: froms.get(email) }))
  const { job } = await service.post(`/api/policies/${secretaries}/members`, 'trust-la', { members, moves: 'confirm' })
  const page = await open(t, `/jobs/${job.id}`)
  await page.getByText('150 of 150 people', { exact: true }).waitFor()
  await page.getByText('Finished', { exact: true }).waitFor()
  assert.equal(await page.getByRole('progressbar').count(), 0)
})

test('the outcomes are a file', async (t) => {
  const [moved] = people.in(admin, 1)
  const job = await move([moved], admin, secretaries)
  const page = await open(t, `/jobs/${job.id}`)
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download outcomes (CSV)' }).click()
  const file = await download
  assert.ok(file.suggestedFilename().startsWith(`outcomes ${people.fullName(secretaries)} `))
  const [heading, line] = readFileSync(await file.path(), 'utf8').trim().split('\r\n')
  assert.equal(heading.replace('\ufeff', ''), 'Email address,Outcome,Reason,What to do')
  assert.equal(line, `${moved},Moved,Was in ${people.fullName(admin)} before,`)
})

test('a job is undone as an import that is looked at before it is sent', async (t) => {
  const moved = people.in(admin, 3)
  const job = await move(moved, admin, secretaries)
  const page = await open(t, `/jobs/${job.id}`)
  await page.getByText('Undo this job').click()
  await assertAccessible(page)
  await page.getByRole('button', { name: `Move 3 people back to ${people.fullName(admin)}` }).click()
  await page.getByText('3 people will move.', { exact: true }).waitFor()
  await confirmMoves(page)
  await upload(page)
  await finished(page)
  const back = people.membersOf(admin)
  for (const email of moved) assert.ok(back.includes(email), email)
})

test('a helpdesk reader is not offered to undo a job', async (t) => {
  const job = await move(people.in(admin, 1), admin, secretaries)
  const page = await open(t, `/jobs/${job.id}`, { persona: 'helpdesk' })
  await page.getByRole('table', { name: 'Outcomes' }).waitFor()
  assert.equal(await page.getByText('Undo this job').count(), 0)
})

test('Admin home tells what is going on', async (t) => {
  await move(people.in(admin, 1), admin, secretaries, 'licence-admin')
  const page = await open(t, '/')
  const section = (name) => page.getByRole('region', { name })
  await section('Running jobs').getByText('No jobs are running.').waitFor()
  await section('Recent changes by others').getByText(/Members added or moved by Chidinma Okafor/).first().waitFor()
  await section('Renewals ahead').waitFor()
  await section('Policies with licensing errors').getByText(/missing a licence$/).first().waitFor()
  await section('Policies with licensing errors').getByRole('link', { name: /^See / }).click()
  await page.getByRole('checkbox', { name: 'Only with licensing errors' }).waitFor()
  assert.ok(await page.getByRole('checkbox', { name: 'Only with licensing errors' }).isChecked())
  await page.goBack()
  await section('Recent changes by others').getByRole('link').first().click()
  await page.getByRole('heading', { level: 1, name: 'History' }).waitFor()
})

test('a job that runs is told on Admin home, as it goes on', async (t) => {
  const job = await move(people.in(admin, 2), admin, secretaries)
  const page = await open(t, '/jobs')
  const release = await pretendRunning(page, job, 1)
  let over = false
  await page.route('**/api/jobs?open=true', async (route) => {
    const { outcomes: _, ...facts } = job
    const items = over ? [] : [{ ...facts, state: 'running', done: 0, finishedAt: null }]
    return route.fulfill({ json: { items, nextCursor: null } })
  })
  await page.goto('/')
  const running = page.getByRole('region', { name: 'Running jobs' })
  await running.getByText('1 job is running.').waitFor()
  await running.getByText('Add or move members: 1 of 2 people done').waitFor()
  await running.getByRole('link', { name: people.fullName(secretaries) }).waitFor()
  over = true
  release()
  await running.getByText('No jobs are running.').waitFor()
})

test('a job and Admin home are accessible and fit a phone', async (t) => {
  const job = await move(people.in(admin, 2), admin, secretaries)
  const page = await open(t, `/jobs/${job.id}`, { viewport: { width: 360, height: 740 } })
  for (const path of [`/jobs/${job.id}`, '/jobs', '/']) {
    await page.goto(path)
    await page.getByRole('heading', { level: 1 }).waitFor()
    await page.getByText('Loading…').first().waitFor({ state: 'detached' })
    await assertAccessible(page)
    await assertFitsWidth(page)
    await page.setViewportSize({ width: 1280, height: 900 })
    await assertAccessible(page)
    await assertFitsWidth(page)
    await page.setViewportSize({ width: 360, height: 740 })
  }
})
