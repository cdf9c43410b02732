// The real service for a test: the release build of the app, served by nginx as it ships, and `upm-api`, on ports and a
// database of their own. Where no nginx is named (UPM_NGINX), `upm-api` serves the app too.

import { execFileSync, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasNginx, layOut, startNginx } from './nginx.js'

const root = new URL('../..', import.meta.url).pathname
const api = process.env.UPM_API_BIN ?? join(root, 'target/debug/upm-api')
const dist = process.env.UPM_DIST ?? join(root, 'dist')
const python = process.env.UPM_PYTHON ?? 'python3'

/** The day that the tests' data was made for: subscriptions end relative to it. */
const seed = ['--seed', '7']

/**
 * Starts the service over a fresh copy of the demonstration data.
 *
 * @param {import('node:test').TestContext} t stops it when the test, or the suite, is over
 * @param {{
 *   basePath?: string, api?: 'sameOrigin' | 'otherOrigin', files?: 'nginx' | 'upm-api', provider?: object,
 *   embeddingHosts?: string[]
 * }} options
 *   under which path the app is served, where its API is, who serves its files, and where people sign in (as personas of
 *   a demonstration unless a provider is given), which other sites may show the app
 */
export async function startService(
  t,
  { basePath = '/', api: place = 'sameOrigin', files = hasNginx() ? 'nginx' : 'upm-api', provider, embeddingHosts = [] } = {}
) {
  const folder = mkdtempSync(join(tmpdir(), 'upm-test-'))
  const database = join(folder, 'upm.db')
  copyFileSync(seededDatabase(), database)
  const apiPort = await freePort()
  const port = files === 'nginx' ? await freePort() : apiPort
  const service = {
    /** The origin of the app. */
    url: `http://127.0.0.1:${port}`,
    /** The origin of the API itself. */
    api: `http://127.0.0.1:${apiPort}`,
    /** The folder of the app's files. */
    files: dist,
    /** Stops the API, by default as an operator would, and starts it again over the same database. */
    async restart(signal = 'SIGTERM') {
      await stop(signal)
      await start()
    },
    /** Asks the API itself, as a persona. */
    async get(path, persona) {
      const answer = await fetch(service.api + path, { headers: await signedInAs(service, persona) })
      return answer.json()
    },
    /** Has the API itself do something, as a persona. */
    async post(path, persona, body) {
      const headers = {
        ...(await signedInAs(service, persona)),
        'Content-Type': 'application/json',
        'Idempotency-Key': randomUUID()
      }
      const answer = await fetch(service.api + path, { method: 'POST', headers, body: JSON.stringify(body) })
      if (!answer.ok) throw new Error(`POST ${path}: ${answer.status} ${await answer.text()}`)
      return answer.json()
    },
    /** Runs the program on the database as an operator would; gives what it said. */
    operate: (command, ...flags) =>
      execFileSync(api, ['--log=error', command, `--database-url=sqlite://${database}`, ...flags], { encoding: 'utf8' }),
    /** A file for that, beside the database. */
    file(name, text) {
      const path = join(folder, name)
      writeFileSync(path, text)
      return path
    },
    /** What the database holds: the rows of a query, as arrays. */
    rows: (sql, ...parameters) => query(database, sql, parameters)
  }
  const signIn = provider ? provider.flags : ['--demo']
  provider?.knowApp(service.url)
  const more = files === 'nginx' ? ['--allowed-origin', service.url] : ['--static-dir', dist]
  let process_
  let ended
  async function start() {
    process_ = spawn(
      api,
      ['serve', ...signIn, '--listen', `127.0.0.1:${apiPort}`, '--database-url', `sqlite://${database}`, ...more],
      { stdio: ['ignore', 'pipe', 'pipe'] }
    )
    const output = []
    process_.stdout.on('data', (data) => output.push(data))
    process_.stderr.on('data', (data) => output.push(data))
    ended = new Promise((resolve) => process_.once('exit', resolve))
    const failed = ended.then((code) => {
      throw new Error(`upm-api ended with ${code}:\n${Buffer.concat(output)}`)
    })
    failed.catch(() => {})
    await Promise.race([ready(service.api), failed])
  }
  async function stop(signal) {
    process_.kill(signal)
    await ended
  }
  await start()
  t.after(async () => {
    await stop('SIGTERM')
    rmSync(folder, { recursive: true, force: true })
  })
  if (files === 'nginx') {
    const settings = { apiBaseUrl: place === 'otherOrigin' ? service.api : '', oidc: provider?.settings, embeddingHosts }
    service.files = layOut({ folder, basePath, settings })
    await startNginx(t, { folder, port, apiPort })
  }
  return service
}

/** The headers of a request that a persona makes. */
async function signedInAs(service, persona) {
  const token = await fetch(`${service.api}/api/demo/token`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ persona })
  })
  const { accessToken } = await token.json()
  return { Authorization: `Bearer ${accessToken}` }
}

/** The demonstration data, made once for each build of the API. */
function seededDatabase() {
  const folder = join(root, 'target/browser-tests')
  const database = join(folder, `seed-${Math.round(statSync(api).mtimeMs)}.db`)
  if (!existsSync(database)) {
    mkdirSync(folder, { recursive: true })
    const making = `${database}.${process.pid}`
    execFileSync(api, ['seed', '--database-url', `sqlite://${making}`, ...seed], { stdio: 'pipe' })
    renameSync(making, database)
  }
  return database
}

async function ready(url) {
  const until = Date.now() + 30_000
  for (;;) {
    const answered = await fetch(`${url}/readyz`).then((response) => response.ok, () => false)
    if (answered) return
    if (Date.now() > until) throw new Error(`${url} is not ready after 30 seconds`)
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}

/** Runs a query by Python's own SQLite, so that the test does not ask the program it tests. */
function query(database, sql, parameters) {
  const program = `
import json, sqlite3, sys
database, sql, parameters = json.load(sys.stdin)
connection = sqlite3.connect(f"file:{database}?mode=ro", uri=True)
print(json.dumps([list(row) for row in connection.execute(sql, parameters)]))
`
  const output = execFileSync(python, ['-c', program], { input: JSON.stringify([database, sql, parameters]), maxBuffer: 2 ** 28 })
  return JSON.parse(output)
}

/**
 * Runs a Python program that reads or writes a workbook, with `arguments_` as JSON on its standard input.
 *
 * @returns {string} what it prints
 */
export function runPython(program, arguments_) {
  return execFileSync(python, ['-c', program], {
    input: JSON.stringify(arguments_),
    stdio: ['pipe', 'pipe', 'inherit'],
    encoding: 'utf8',
    maxBuffer: 2 ** 28
  })
}
