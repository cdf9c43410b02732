// The API over a database, and a client of it that keeps its connections.

import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { Agent, request } from 'node:http'
import { createServer } from 'node:net'
import { api, PERSONA } from './database.mjs'

/** Starts the API; gives it once it is ready, with how long that took. */
export async function started(database) {
  const port = await freePort()
  const start = performance.now()
  // One person stands for many here, so there is no limit to what they may ask.
  const flags = ['--demo', '--rate-limit-per-second', '0', '--listen', `127.0.0.1:${port}`, '--database-url', database.url]
  const child = spawn(api, ['--log=error', 'serve', ...flags], { stdio: ['ignore', 'inherit', 'inherit'] })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  const agent = new Agent({ keepAlive: true, maxSockets: 64 })
  let token
  const service = {
    /** Asks; gives the status, the headers and the parsed body, or only its size when it came compressed. */
    ask(method, path, { body, headers } = {}) {
      const all = { ...(token && { Authorization: `Bearer ${token}` }), ...(body && { 'Content-Type': 'application/json' }), ...headers }
      return new Promise((resolve, reject) => {
        const asked = request({ agent, host: '127.0.0.1', port, method, path, headers: all }, (answer) => {
          const chunks = []
          answer.on('data', (chunk) => chunks.push(chunk))
          answer.on('error', reject)
          answer.on('end', () => {
            const bytes = Buffer.concat(chunks)
            const compressed = answer.headers['content-encoding']
            resolve({ status: answer.statusCode, headers: answer.headers, size: bytes.length, body: compressed ? undefined : parsed(bytes) })
          })
        })
        asked.on('error', reject)
        asked.end(body && JSON.stringify(body))
      })
    },
    /** The most memory that it has had so far, in bytes. */
    memory() {
      const status = readFileSync(`/proc/${child.pid}/status`, 'utf8')
      return Number(/^VmHWM:\s+(\d+) kB/m.exec(status)?.[1]) * 1024
    },
    async stop() {
      agent.destroy()
      child.kill('SIGTERM')
      await ended
    }
  }
  for (;;) {
    const ready = await service.ask('GET', '/readyz').catch(() => undefined)
    if (ready?.status === 200) break
    if (child.exitCode !== null) throw new Error('the API has ended')
    await new Promise((resolve) => setTimeout(resolve, 2))
  }
  service.readyAfter = performance.now() - start
  token = (await service.ask('POST', '/api/demo/token', { body: { persona: PERSONA } })).body.accessToken
  return service
}

function parsed(bytes) {
  const text = bytes.toString()
  return text.startsWith('{') ? JSON.parse(text) : text
}

function freePort() {
  return new Promise((resolve) => {
    const server = createServer()
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address()
      server.close(() => resolve(port))
    })
  })
}
