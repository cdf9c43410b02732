// Text files, byte by byte, as programs and settings differ. Called with the folder to write into.

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'

const folder = process.argv[2]
const write = (name, content) => writeFileSync(join(folder, `text-${name}`), content)

const lines = (end, ...all) => all.map((line) => line + end).join('')
const list = (end, by = ',') =>
  lines(end, ['Name', 'Email Address'].join(by), ['Zoë', 'zoe.lee@nhs.net'].join(by), ['Bob', 'Bob.Ray@nhs.net '].join(by))

const utf16le = (text) => Buffer.from(text, 'utf16le')
const utf16be = (text) => utf16le(text).swap16()
const marked = (mark, bytes) => Buffer.concat([Buffer.from(mark), bytes])

write('utf-8.csv', list('\n'))
write('utf-8-bom.csv', marked([0xef, 0xbb, 0xbf], Buffer.from(list('\r\n'))))
write('utf-16-le-bom.csv', marked([0xff, 0xfe], utf16le(list('\r\n', '\t'))))
write('utf-16-be-bom.csv', marked([0xfe, 0xff], utf16be(list('\r\n'))))
write('utf-16-le.csv', utf16le(list('\n')))
write('utf-16-be.csv', utf16be(list('\n', ';')))
write('windows-1252.csv', Buffer.from(list('\r\n'), 'latin1'))
write('semicolons.csv', list('\r\n', ';'))
write('tabs.csv', list('\n', '\t'))
write('tabs.tsv', list('\n', '\t'))
write('cr.csv', list('\r'))
write('crlf.csv', list('\r\n'))
write('no-last-line-end.csv', list('\n').trimEnd())
write('separator-line.csv', `sep=;\r\n${list('\r\n', ';')}`)
// What a spreadsheet of Google is downloaded as: no mark, CRLF between lines and none at the end.
write('google.csv', list('\r\n').slice(0, -2))
write('mac-roman-name.csv', Buffer.concat([Buffer.from('Name,Email Address\rZo'), Buffer.from([0x91]), Buffer.from(',zoe.lee@nhs.net\r')]))

write(
  'quoted-line-breaks.csv',
  'Name,"Email\nAddress",Notes\r\n"Lee, ""Ann""",ann.lee@nhs.net,"one\r\ntwo\r\n\r\nthree"\r\n\r\nBob,bob.ray@nhs.net,\r\n'
)
write('titles.csv', 'Members of the ward policy,\n"As of",31/01/2026\n,\nName,E-mail\nAnn,ann.lee@nhs.net\n')
write('empty-columns.csv', ',,,\n,,Name,Email Address\n,,Ann,ann.lee@nhs.net\n,,,\n,,Bob,bob.ray@nhs.net\n')
write('guarded.csv', "Email Address,Notes\n'+ann=1@nhs.net,'=1+1\n'-bob@nhs.net,x\n")
write('one-column.csv', 'Email Address\nann.lee@nhs.net\nx\n')
write('one-row.csv', 'email address\nann.lee@nhs.net')
write('no-rows.csv', 'Name,Email Address\n,\n')
write('empty.csv', '')
write('blank.csv', '\n \n\r\n')
write('two-candidates.csv', 'Email Address,Email address\na@nhs.net,b@nhs.net\n')
write('no-candidate.csv', 'Name,Contact\nAnn,ann.lee@nhs.net\n')
write('long-lines.csv', `Name,Email Address\n${'n'.repeat(1_000_000)},ann.lee@nhs.net\nx,${'a'.repeat(65)}@nhs.net\n`)
write('ragged.csv', 'Name,Email Address\nAnn\nBob,bob.ray@nhs.net,more,and more\n')
write('web-page.xls', '<html><body><table><tr><td>Email Address</td></tr></table></body></html>')
write('picture.csv', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'))
