// A page of another site with the app in it: the example of docs/embedding.md, on a host and a port of its own.

import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'

const page = readFileSync(new URL('../../examples/support-article.html', import.meta.url), 'utf8')
const style = 'body { margin: 0 auto; max-width: 60rem; padding: 1rem; font-family: sans-serif } header { padding: 1rem 0 }'

/**
 * Starts a site on `localhost`, which to a browser is another site than `127.0.0.1`, where the app is. Its own content
 * security policy is strict.
 *
 * @param {import('node:test').TestContext} t stops it when the test, or the suite, is over
 */
export async function startSite(t) {
  let app = ''
  const server = createServer((request, response) => {
    const isStyle = request.url.endsWith('.css')
    response.setHeader('Content-Type', isStyle ? 'text/css' : 'text/html; charset=utf-8')
    response.setHeader('Content-Security-Policy', `default-src 'none'; style-src 'self'; script-src ${app}; frame-src ${app}`)
    const { searchParams } = new URL(request.url, 'http://localhost')
    const start = searchParams.get('start') ?? '/policies'
    response.end(isStyle ? style : page.replaceAll('https://policies.example.nhs.uk', app).replace('start="/policies"', `start="${start}"`))
  })
  await new Promise((resolve) => server.listen(0, 'localhost', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  return {
    url: `http://localhost:${server.address().port}`,
    /** Has the app from this origin in its page from now on. */
    embed(origin) {
      app = origin
    }
  }
}
