// The main job: a workbook made by somebody else's program, checked in the browser, sent, and what became of each person.

import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { assertAccessible, assertFitsWidth, launch, personas, signedIn } from './support/browser.js'
import { runPython, startService } from './support/service.js'

const suite = { after }
const service = await startService(suite)
const browser = await launch(suite)
const who = await personas(service)
const trust = (await service.get('/api/session', 'trust-la')).roles[0].ods
const folder = mkdtempSync(join(tmpdir(), 'upm-import-'))

const policyNamed = (name) => service.rows('select id from policy where ods = ? and name = ?', trust, name)[0][0]

/** Addresses of accounts, in a stable order. */
const addresses = (count, where, ...parameters) =>
  service
    .rows(`select email from account where ${where} order by email limit ${count}`, ...parameters)
    .map(([email]) => email)

/** Writes a workbook with a title above the heading and columns that are not needed, by openpyxl. */
function workbook(name, column) {
  const path = join(folder, name)
  runPython(
    `
import json, sys
from openpyxl import Workbook
path, column = json.load(sys.stdin)
workbook = Workbook()
sheet = workbook.active
sheet.append(["People for the new policy"])
sheet.append([])
sheet.append(["Staff number", "Email Address", "Ward"])
for number, address in enumerate(column):
    sheet.append([number, address, "7B"])
workbook.save(path)
`,
    [path, column]
  )
  return path
}

/** The cells of the first sheet of a workbook, as openpyxl reads them. */
function readWorkbook(path) {
  const output = runPython(
    `
import json, sys
from openpyxl import load_workbook
sheet = load_workbook(json.load(sys.stdin)).worksheets[0]
print(json.dumps([list(row) for row in sheet.iter_rows(values_only=True)], default=str))
`,
    path
  )
  return JSON.parse(output)
}

/** The first row under the heading of {@link workbook}. */
const FIRST_ROW = 4

/** 350 rows of every class, in no order, with what should be said of each. */
function mixedRows(target) {
  const national = service.rows(`select id, full_name from policy where ods = ? and kind = 'national'`, trust)[0]
  const fitting = `ods = '${trust}' and aup_accepted = 1 and status = 'active'`
  const rows = [
    ...addresses(110, `${fitting} and policy_id is null`).map((email) => [email, 'Will be added']),
    ...addresses(140, `${fitting} and policy_id = ?`, national[0]).map((email) => [email, `Will move from ${national[1]}`]),
    ...addresses(30, `${fitting} and policy_id = ?`, target).map((email) => [email, 'Already a member']),
    ...addresses(10, `ods = '${trust}' and aup_accepted = 0`).map((email) => [email, NOT_FOUND]),
    ...Array.from({ length: 10 }, (_, index) => [`nobody.at.all${index}@nhs.net`, NOT_FOUND]),
    ...addresses(20, `ods <> '${trust}' and aup_accepted = 1 and policy_id is not null`).map((email) => [email, OUTSIDE])
  ]
  assert.equal(rows.length, 320, 'the demonstration data has enough people of each kind')
  const shuffled = rows.map((row, index) => [(index * 7919) % rows.length, row]).sort(([a], [b]) => a - b)
  const ordered = shuffled.map(([, row]) => row)
  const duplicates = ordered.slice(0, 15).map(([email], index) => [email, `Duplicate of row ${FIRST_ROW + index}`])
  const bad = ['not an address', 'jo.bloggs', '@nhs.net', 'jo@', 'jo@nhs', 'a@b@nhs.net', 'jo..bloggs@nhs.net', 'jo bloggs@nhs.net']
    .concat(['.jo@nhs.net', 'jo.@nhs.net', 'jo@nhs..net', 'jo@-nhs.net', 'n/a', 'see other sheet', 'a@nhs.net; b@nhs.net'])
    .map((value) => [value, 'Not an address'])
  return [...ordered, ...duplicates, ...bad]
}

const NOT_FOUND = 'Not found, or has not accepted the AUP'
const OUTSIDE = 'Outside your organisations'

/** As people type and paste them: the first few need a repair. */
function untidy(rows) {
  const repairs = [(a) => a.toUpperCase(), (a) => `  ${a} `, (a) => `mailto:${a}`, (a) => `Some Body <${a}>`, (a) => `\u00a0${a}\u200b`]
  return rows.map(([value], index) => (index < repairs.length ? repairs[index](value) : value))
}

async function check(page, path) {
  await page.getByLabel('Members file').setInputFiles(path)
  await page.getByRole('button', { name: 'Check file' }).click()
}

/** Every row of a table that is shown in pages: what its cells hold, by their headings. */
async function allRows(page, name) {
  const table = page.getByRole('table', { name })
  await table.waitFor()
  const rows = []
  for (;;) {
    rows.push(
      ...(await table.evaluate((table) => {
        const headings = [...table.tHead.rows[0].cells].map((cell) => cell.textContent.trim())
        return [...table.tBodies[0].rows].map((row) =>
          Object.fromEntries([...row.cells].map((cell, index) => [headings[index], cell.innerText.trim()]))
        )
      }))
    )
    const next = page.getByRole('link', { name: /^Next page/ })
    if ((await next.count()) === 0) return rows
    const shown = page.getByText(/^Rows [\d,]+ to [\d,]+ of/)
    const before = await shown.innerText()
    await next.click()
    await shown.filter({ hasNotText: before }).waitFor()
  }
}

test('350 rows written by openpyxl: the class of each row, then what the database holds', async (t) => {
  const target = policyNamed('Clinical Admin')
  const rows = mixedRows(target)
  assert.equal(rows.length, 350)
  const before = new Map(service.rows('select email, policy_id from account'))
  const page = await signedIn(t, browser, service, who['trust-la'], `/policies/${target}/import`)
  await check(page, workbook('mixed.xlsx', untidy(rows)))

  const reviewed = await allRows(page, 'Rows to review')
  assert.equal(reviewed.length, 350)
  const said = new Map(reviewed.map((row) => [Number(row.Row), row['What will happen']]))
  rows.forEach(([value, expected], index) => {
    assert.ok(said.get(FIRST_ROW + index)?.startsWith(expected), `row ${FIRST_ROW + index} (${value}): ${said.get(FIRST_ROW + index)}`)
  })
  assert.deepEqual(new Map(service.rows('select email, policy_id from account')), before, 'nothing is sent before Upload')

  await page.getByRole('button', { name: 'Upload' }).click()
  await page.getByRole('alert').filter({ hasText: 'There is a problem' }).getByRole('link', { name: /Confirm/ }).click()
  await page.getByRole('checkbox', { name: 'I confirm the moves' }).check()
  await page.getByRole('button', { name: 'Upload' }).click()
  await page.getByRole('heading', { name: 'Import finished' }).waitFor()

  const after_ = new Map(service.rows('select email, policy_id from account'))
  for (const [email, what] of rows.filter(([, what]) => !what.startsWith('Duplicate'))) {
    const expected = what === 'Will be added' || what.startsWith('Will move') ? target : before.get(email)
    if (before.has(email)) assert.equal(after_.get(email), expected, `${email}: ${what}`)
  }
  const changed = [...before].filter(([email, policy]) => after_.get(email) !== policy)
  assert.equal(changed.length, 250, 'nobody else was touched')
  const [[job, total, done, changes]] = service.rows('select count(*), sum(total), sum(done), sum(changed) from job')
  assert.deepEqual([job, total, done, changes], [1, 250, 250, 250])

  const outcomes = new Map((await allRows(page, 'Outcome of each row')).map((row) => [Number(row.Row), row.Outcome]))
  assert.equal(outcomes.size, 350)
  rows.forEach(([, what], index) => {
    const expected = what === 'Will be added' ? 'Added' : what.startsWith('Will move') ? 'Moved' : undefined
    if (expected) assert.equal(outcomes.get(FIRST_ROW + index), expected)
  })

  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Download results' }).click()
  const results = join(folder, 'results.xlsx')
  await (await download).saveAs(results)
  const given = readWorkbook(results)
  const heading = given.findIndex((row) => row[1] === 'Email Address')
  assert.deepEqual(given[heading], ['Staff number', 'Email Address', 'Ward', 'Row', 'Outcome', 'Reason', 'What to do'])
  assert.equal(given.length - heading, 351)
  assert.deepEqual(given[heading + 1].slice(2, 4), ['7B', FIRST_ROW])
})

test('the same file again is 0 changes', async (t) => {
  const target = policyNamed('Medical Secretaries')
  const page = await signedIn(t, browser, service, who['trust-la'], `/policies/${target}/import`)
  const members = addresses(30, 'policy_id = ?', target)
  await check(page, workbook('again.xlsx', members))
  await page.getByText('0 changes will be made').waitFor()
  assert.equal(await page.getByRole('button', { name: 'Upload' }).count(), 0)
})

test('pasted addresses are checked like a file, and moves can be left out', async (t) => {
  const target = policyNamed('Medical Secretaries')
  const free = addresses(3, `ods = '${trust}' and aup_accepted = 1 and status = 'active' and policy_id is null`)
  const elsewhere = addresses(2, `ods = '${trust}' and aup_accepted = 1 and status = 'active' and policy_id <> ?`, target)
  const page = await signedIn(t, browser, service, who['trust-la'], `/policies/${target}/import`)
  await page.getByRole('textbox', { name: 'Or paste addresses' }).fill([...free, ...elsewhere].join('\n'))
  await page.getByRole('button', { name: 'Check file' }).click()
  await page.getByText('3 people will be added, 2 will move').waitFor()
  for (const leave of await page.getByRole('table', { name: 'Moves by policy' }).getByRole('button', { name: /^Leave out/ }).all()) {
    await leave.click()
  }
  await page.getByText('3 people will be added.').waitFor()
  await page.getByRole('button', { name: 'Upload' }).click()
  await page.getByRole('heading', { name: 'Import finished' }).waitFor()
  const held = (emails) =>
    service.rows(`select policy_id from account where email in (${emails.map(() => '?')})`, ...emails).map(([policy]) => policy)
  assert.deepEqual(new Set(held(free)), new Set([target]))
  assert.ok(!held(elsewhere).includes(target))
})

for (const [name, file, content, message] of [
  ['no spreadsheet', 'holiday.png', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), /must be/],
  ['an empty file', 'empty.csv', '', /is empty/],
  ['a heading with nothing under it', 'heading.csv', 'Email Address\n', /no email addresses/],
  ['a password', 'locked.xlsx', Buffer.from('d0cf11e0a1b11ae1'.padEnd(2048, '0'), 'hex'), /./]
]) {
  test(`${name} gets its own message at the field and in the summary, and the page stays usable`, async (t) => {
    const target = policyNamed('Medical Secretaries')
    const path = join(folder, file)
    writeFileSync(path, content)
    const page = await signedIn(t, browser, service, who['trust-la'], `/policies/${target}/import`)
    await check(page, path)
    const summary = page.getByRole('alert').filter({ hasText: 'There is a problem' })
    await summary.getByRole('link', { name: message }).waitFor()
    const field = page.getByLabel('Members file')
    const ids = (await field.getAttribute('aria-describedby')).split(' ')
    const texts = await page.evaluate((ids) => ids.map((id) => document.getElementById(id)?.textContent).join(' '), ids)
    assert.match(texts, message)
    await page.getByRole('textbox', { name: 'Or paste addresses' }).fill('nobody.at.all@nhs.net')
  })
}

test('the template can be downloaded, filled in and imported', async (t) => {
  const target = policyNamed('Medical Secretaries')
  const page = await signedIn(t, browser, service, who['trust-la'], `/policies/${target}/import`)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'Download the template' }).click()
  const template = join(folder, 'template.xlsx')
  await (await download).saveAs(template)
  const [email] = addresses(1, 'policy_id = ?', target)
  runPython(
    `
import json, sys
from openpyxl import load_workbook
path, email = json.load(sys.stdin)
workbook = load_workbook(path)
sheet = next(s for s in workbook if any(c.value == "Email Address" for r in s.iter_rows() for c in r))
heading = next(c for r in sheet.iter_rows() for c in r if c.value == "Email Address")
sheet.cell(heading.row + 1, heading.column, email)
workbook.save(path)
`,
    [template, email]
  )
  await check(page, template)
  await page.getByText('0 changes will be made').waitFor()
})

test('a helpdesk reader is told why there is no import', async (t) => {
  const page = await signedIn(t, browser, service, who.helpdesk, `/policies/${policyNamed('Medical Secretaries')}/import`)
  await page.getByText(/Your role/).waitFor()
  assert.equal(await page.getByRole('button', { name: 'Check file' }).count(), 0)
})

test('choosing and reviewing are accessible and fit a phone', async (t) => {
  const target = policyNamed('Medical Secretaries')
  const page = await signedIn(t, browser, service, who['trust-la'], `/policies/${target}/import`, {
    viewport: { width: 360, height: 740 }
  })
  await page.getByRole('button', { name: 'Check file' }).waitFor()
  await assertAccessible(page)
  await assertFitsWidth(page)
  const column = [...addresses(100, `ods = '${trust}' and aup_accepted = 1`), ...addresses(20, `ods <> '${trust}'`), 'n/a']
  await check(page, workbook('phone.xlsx', column))
  await page.getByRole('table', { name: 'Rows to review' }).waitFor()
  await assertAccessible(page)
  await assertFitsWidth(page)
  await page.setViewportSize({ width: 1280, height: 900 })
  await assertAccessible(page)
})
