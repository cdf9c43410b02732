// After an import: what the server has, what was changed meanwhile, the files, the helpdesk's text, and the way back.

import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { assertAccessible, assertFitsWidth, launch, personas, signedIn } from './support/browser.js'
import { check, confirmMoves, finished, peopleOf, upload } from './support/import.js'
import { startService } from './support/service.js'

const suite = { after }
const service = await startService(suite)
const browser = await launch(suite)
const who = await personas(service)
const people = await peopleOf(service)
const folder = mkdtempSync(join(tmpdir(), 'upm-after-'))

const open = (t, policy, options) => signedIn(t, browser, service, who['trust-la'], `/policies/${policy}/import`, options)
const onServer = (page) => page.getByRole('region', { name: 'What the server has now' })

/** Another administrator moves people, as it were at the same time. */
async function movedBySomebodyElse(emails, from, to) {
  const { accessToken } = await (
    await fetch(`${service.url}/api/demo/token`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ persona: 'trust-la' })
    })
  ).json()
  const answer = await fetch(`${service.url}/api/policies/${to}/members`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${accessToken}`, 'Idempotency-Key': `test-${Math.random()}` },
    body: JSON.stringify({ members: emails.map((email) => ({ email, expectedPolicyId: from })), moves: 'confirm' })
  })
  assert.equal(answer.status, 200)
}

test('someone was moved by somebody else after the plan: they are left alone, shown, and asked about', async (t) => {
  const policy = people.policyNamed('Medical Secretaries')
  const [from, to] = [people.policyNamed('Clinical Admin'), people.policyNamed('Human Resources')]
  const [drifted, ...others] = people.in(from, 3)
  const page = await open(t, policy)
  await check(page, [drifted, ...others])
  await confirmMoves(page)
  await movedBySomebodyElse([drifted], from, to)
  await upload(page)
  await finished(page)
  await page.getByText('2 people were moved. 1 row needs checking.').waitFor()
  await onServer(page).getByText('1 person was moved by somebody else').waitFor()
  assert.ok(people.membersOf(to).includes(drifted), 'they were not overwritten')
  await assertAccessible(page)

  await page.getByRole('button', { name: 'Retry 1 person who differs' }).click()
  await page.getByText(`Will move from ${people.fullName(to)}`).waitFor()
  await page.getByRole('button', { name: 'Back to the outcome' }).click()
  await page.getByRole('button', { name: 'Retry 1 person who differs' }).click()
  await confirmMoves(page)
  await upload(page)
  await finished(page)
  assert.ok(people.membersOf(policy).includes(drifted))
  assert.equal(await page.getByRole('button', { name: /^Retry/ }).count(), 0)
})

test('the results file has the own columns, and is imported again as it is', async (t) => {
  const policy = people.policyNamed('Human Resources')
  const [free] = people.inNone(1)
  const page = await open(t, policy)
  await check(page, [`=1+1,${free},7B`, '"Lee, Ann",not an address,7C'], { heading: 'Name,Email Address,Ward' })
  await upload(page)
  await finished(page)
  const [csv, workbook] = [join(folder, 'results.csv'), join(folder, 'results.xlsx')]
  for (const [button, path] of [['Download as CSV', csv], ['Download results', workbook]]) {
    const download = page.waitForEvent('download')
    await page.getByRole('button', { name: button }).click()
    await (await download).saveAs(path)
  }
  const [heading, first, second] = readFileSync(csv, 'utf8').trim().split('\r\n')
  assert.equal(heading.replace('\ufeff', ''), 'Name,Email Address,Ward,Row,Outcome,Reason,What to do')
  assert.ok(first.startsWith(`'=1+1,${free},7B,2,Added,`), first)
  assert.ok(second.startsWith('"Lee, Ann",not an address,7C,3,Not an address,'), second)

  await page.getByRole('button', { name: 'Import another file' }).click()
  await page.getByLabel('Members file').setInputFiles(workbook)
  await page.getByRole('button', { name: 'Check file' }).click()
  await page.getByText('0 changes will be made, 1 row needs checking.').waitFor()
})

test('the text for the helpdesk has what it asks for', async (t) => {
  const policy = people.policyNamed('Human Resources')
  const page = await open(t, policy)
  await check(page, people.inNone(2))
  await upload(page)
  await finished(page)
  await page.getByText('Details for the helpdesk', { exact: true }).click()
  const text = await page.getByLabel('Details for the helpdesk').innerText()
  const [[job]] = service.rows('select id from job where policy_id = ? order by created_at desc limit 1', policy)
  for (const part of [`User policy: ${people.fullName(policy)}`, `Policy ID: ${policy}`, job, 'People sent in total: 2 people', 'Started: ', 'Finished: ']) {
    assert.ok(text.includes(part), `${part} in\n${text}`)
  }
  await page.context().grantPermissions(['clipboard-read', 'clipboard-write'])
  await page.getByRole('button', { name: 'Copy support text' }).click()
  await page.getByText('Copied').waitFor()
  assert.equal(await page.evaluate(() => navigator.clipboard.readText()), text)
})

test('an import is undone as an import of its own, and leaves alone who was changed since', async (t) => {
  const policy = people.policyNamed('Medical Secretaries')
  const [from, elsewhere] = [people.policyNamed('Clinical Admin'), people.policyNamed('Human Resources')]
  const moved = people.in(from, 4)
  const page = await open(t, policy)
  await check(page, moved)
  await confirmMoves(page)
  await upload(page)
  await finished(page)
  const [changed, ...rest] = moved
  await movedBySomebodyElse([changed], policy, elsewhere)
  await page.getByText('Undo this import').click()
  await page.getByRole('button', { name: `Move 4 people back to ${people.fullName(from)}` }).click()
  await page.getByText('3 people will move, 1 row needs checking.').waitFor()
  await page.getByText(/Changed since the import, stays in/).waitFor()
  await assertAccessible(page)
  await assertFitsWidth(page)
  await confirmMoves(page)
  await upload(page)
  await finished(page)
  const back = people.membersOf(from)
  for (const email of rest) assert.ok(back.includes(email), email)
  assert.ok(people.membersOf(elsewhere).includes(changed))
})
