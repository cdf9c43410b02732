// A real identity provider for a test: `oidc-provider`, certified for OpenID Connect, with its own pages for signing in.

import { createServer } from 'node:http'
import { generateKeyPairSync, randomUUID } from 'node:crypto'
import Provider from 'oidc-provider'

/** The client that the app is, and the API that its access tokens are for. */
export const CLIENT = 'user-policies'
export const AUDIENCE = 'user-policy-management'
/** What the API is called there (RFC 8707). */
const RESOURCE = 'urn:nhsmail:user-policies'

/**
 * Starts a provider. Whoever signs in is called by the name they type, without a password being looked at.
 *
 * @param {import('node:test').TestContext} t stops it when the test, or the suite, is over
 */
export async function startProvider(t) {
  let app
  let handler
  const server = createServer((request, response) => handler(request, response))
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.after(() => {
    server.closeAllConnections()
    server.close()
  })
  const issuer = `http://127.0.0.1:${server.address().port}`
  const provider = {
    issuer,
    /** What `config.json` says of it. */
    settings: { issuer, clientId: CLIENT, scope: 'openid offline_access user-policies', resource: RESOURCE },
    /** What the API is told of it. */
    flags: [`--oidc-issuer=${issuer}`, `--oidc-audience=${AUDIENCE}`],
    /** Knows the app at this address from now on. */
    knowApp(url) {
      app = url
      provider.rotateKeys()
    },
    /** Goes on with other keys, as if the old ones had been lost. Sessions and refresh tokens stay. */
    rotateKeys() {
      provider.key = signingKey()
      handler = make(provider.key).callback()
    },
    /** Whether it does not answer. */
    set isDown(down) {
      handler = down ? (request) => request.destroy() : make(provider.key).callback()
    },
    /** Withdraws everything that it has granted: nobody can renew a sign-in any more. */
    withdrawEverything() {
      for (const key of stored.keys()) if (key.startsWith('RefreshToken:') || key.startsWith('Grant:')) stored.delete(key)
    },
    /** Forgets who is signed in. */
    endSessions() {
      for (const key of stored.keys()) if (key.startsWith('Session:')) stored.delete(key)
    }
  }
  const stored = new Map()
  const make = (key) =>
    new Provider(issuer, {
      adapter: adapterOver(stored),
      clients: [
        {
          client_id: CLIENT,
          redirect_uris: [`${app}/signed-in.html`],
          post_logout_redirect_uris: [`${app}/`],
          grant_types: ['authorization_code', 'refresh_token'],
          response_types: ['code'],
          token_endpoint_auth_method: 'none'
        }
      ],
      clientBasedCORS: () => true,
      cookies: { keys: ['a key of the tests'] },
      findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id }) }),
      issueRefreshToken: () => true,
      jwks: { keys: [key] },
      features: {
        devInteractions: { enabled: true },
        revocation: { enabled: true },
        resourceIndicators: {
          enabled: true,
          useGrantedResource: () => true,
          getResourceServerInfo: () => ({
            scope: 'user-policies',
            audience: AUDIENCE,
            accessTokenFormat: 'jwt',
            jwt: { sign: { alg: 'RS256' } }
          })
        },
        rpInitiatedLogout: { enabled: true }
      }
    })
  return provider
}

function signingKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { ...privateKey.export({ format: 'jwk' }), kid: randomUUID(), use: 'sig', alg: 'RS256' }
}

/** What a provider keeps, in a map that the test can look into. */
function adapterOver(stored) {
  return class {
    constructor(model) {
      this.key = (id) => `${model}:${id}`
    }
    async upsert(id, payload) {
      stored.set(this.key(id), payload)
    }
    async find(id) {
      return stored.get(this.key(id))
    }
    async findByUid(uid) {
      const sessions = [...stored].filter(([key]) => key.startsWith(this.key('')))
      return sessions.map(([, payload]) => payload).find((payload) => payload.uid === uid)
    }
    async findByUserCode() {}
    async consume(id) {
      stored.set(this.key(id), { ...stored.get(this.key(id)), consumed: Math.floor(Date.now() / 1000) })
    }
    async destroy(id) {
      stored.delete(this.key(id))
    }
    async revokeByGrantId(grant) {
      for (const [key, payload] of stored) if (payload.grantId === grant) stored.delete(key)
    }
  }
}
