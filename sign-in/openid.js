// Signs people in by OpenID Connect: authorisation code with PKCE, over oauth4webapi. The app fetches this file only
// where `config.json` names an identity provider.
//
// Tokens are held in this module's memory and nowhere else. What has to outlive the way to the provider and back is
// in the tab's session storage: it names no person, and is taken away as soon as it is read.

import * as oauth from 'oauth4webapi'

/** What was begun: how the answer is recognised, and where the person was. */
const FLOW = 'upm-sign-in'
/** What the provider answered, left here by signed-in.js. */
const ANSWER = 'upm-sign-in-answer'
/** What a window of ours that comes back from the provider tells. */
const MESSAGE = 'upm-signed-in'
/** How often it is looked whether the person has closed that window. */
const LOOK_EVERY = 500
/** Nobody waits longer than this for the provider to end a session. */
const PATIENCE = 5_000
/** What providers say when they cannot sign in somebody without asking (OpenID Connect Core, 3.1.2.6). */
const ASKS = ['login_required', 'interaction_required', 'consent_required', 'account_selection_required']

/** Why nobody is signed in. `code` is what the app goes by. */
class SignInError extends Error {
  constructor(code, cause) {
    super(cause?.message ?? code, { cause })
    this.code = code
  }
}

/**
 * Finds the provider.
 *
 * @param {string} settings of config.json, as JSON: `issuer`, `clientId`, `scope`, and `resource` where access tokens have to be asked
 *   for by the name of the API (RFC 8707)
 * @param {string} returnAddress where the provider sends people back to
 */
export async function find(settings, returnAddress) {
  const { issuer, clientId, scope, resource } = JSON.parse(settings)
  const url = new URL(issuer)
  const options = insecure(url)
  try {
    const answer = await oauth.discoveryRequest(url, options)
    const server = await oauth.processDiscoveryResponse(url, answer)
    return new Provider(server, { client_id: clientId }, { scope, resource, returnAddress, options })
  } catch (error) {
    throw new SignInError('unreachable', error)
  }
}

/** On this machine, for trying things out, a provider may be without TLS. */
function insecure({ protocol, hostname }) {
  const isLocal = hostname === '127.0.0.1' || hostname === 'localhost'
  return { [oauth.allowInsecureRequests]: protocol === 'http:' && isLocal }
}

class Provider {
  #server
  #client
  #settings
  #subject
  #refreshToken
  #idToken
  #accessToken

  constructor(server, client, settings) {
    this.#server = server
    this.#client = client
    this.#settings = settings
  }

  /**
   * Takes what came back from the provider, if anything did.
   *
   * @returns {Promise<string | undefined>} the access token
   */
  async comeBack() {
    const [flow, answer] = [take(FLOW), take(ANSWER)]
    if (answer === null) return undefined
    // Nobody began this here: an address that somebody made up, or an answer that was used before.
    if (flow === null) throw new SignInError('notBegun')
    return this.#redeem(JSON.parse(flow), new URLSearchParams(answer))
  }

  /**
   * Goes to the provider with the whole page.
   *
   * @param {string} prompt `none` to be sent back at once if the provider would have to ask; `login` to be asked
   */
  async leave(prompt) {
    const flow = await newFlow()
    const returnTo = location.pathname + location.search + location.hash
    sessionStorage.setItem(FLOW, JSON.stringify({ ...flow, returnTo }))
    location.replace(await this.#address(flow, prompt))
  }

  /**
   * Has the person sign in in a window of its own, so that this page stays as it is.
   *
   * @returns {Promise<string>} the access token
   */
  async openWindow() {
    // At once, while the browser knows that the person asked for it; the address follows.
    const opened = open('', MESSAGE, 'popup,width=560,height=720')
    if (!opened) throw new SignInError('windowBlocked')
    try {
      const flow = await newFlow()
      const answer = answerFrom(opened)
      opened.location.replace(await this.#address(flow, ''))
      return await this.#redeem(flow, new URLSearchParams(await answer))
    } finally {
      opened.close()
    }
  }

  /**
   * Gets a new access token without asking the person.
   *
   * @returns {Promise<string>} the access token
   */
  async renew() {
    if (!this.#refreshToken) throw new SignInError('asks')
    const [server, client] = [this.#server, this.#client]
    let answer
    try {
      const none = oauth.None()
      const additionalParameters = this.#resource()
      answer = await oauth.refreshTokenGrantRequest(server, client, none, this.#refreshToken, {
        ...this.#settings.options,
        additionalParameters
      })
    } catch (error) {
      throw new SignInError('unreachable', error)
    }
    if (answer.status >= 500 || answer.status === 429) throw new SignInError('unreachable')
    try {
      return this.#keep(await oauth.processRefreshTokenResponse(server, client, answer))
    } catch (error) {
      // It has been used, withdrawn, or is too old.
      this.#refreshToken = undefined
      throw new SignInError('asks', error)
    }
  }

  /**
   * Forgets the tokens, and has the provider forget them.
   *
   * @param {string} landing where the provider sends the person afterwards
   * @returns {Promise<string | undefined>} where the page has to go to end the session at the provider too
   */
  async forget(landing) {
    const [idToken, refreshToken] = [this.#idToken, this.#refreshToken]
    this.#idToken = this.#refreshToken = this.#accessToken = this.#subject = undefined
    await this.#revoke(refreshToken)
    if (!this.#server.end_session_endpoint) return undefined
    const address = new URL(this.#server.end_session_endpoint)
    address.searchParams.set('client_id', this.#client.client_id)
    address.searchParams.set('post_logout_redirect_uri', landing)
    if (idToken) address.searchParams.set('id_token_hint', idToken)
    return address.href
  }

  async #revoke(token) {
    if (!token || !this.#server.revocation_endpoint) return
    const options = { ...this.#settings.options, signal: AbortSignal.timeout(PATIENCE) }
    // It is forgotten here in any case.
    await oauth.revocationRequest(this.#server, this.#client, oauth.None(), token, options).catch(() => {})
  }

  async #address({ verifier, state, nonce }, prompt) {
    const address = new URL(this.#server.authorization_endpoint)
    const parameters = {
      client_id: this.#client.client_id,
      redirect_uri: this.#settings.returnAddress,
      response_type: 'code',
      scope: this.#settings.scope,
      code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
      code_challenge_method: 'S256',
      state,
      nonce,
      ...(prompt && { prompt }),
      ...this.#resource()
    }
    for (const [name, value] of Object.entries(parameters)) address.searchParams.set(name, value)
    return address.href
  }

  #resource() {
    const { resource } = this.#settings
    return resource ? { resource } : {}
  }

  async #redeem({ verifier, state, nonce }, answer) {
    const [server, client] = [this.#server, this.#client]
    let code
    try {
      code = oauth.validateAuthResponse(server, client, answer, state)
    } catch (error) {
      if (ASKS.includes(error.error)) throw new SignInError('asks', error)
      throw new SignInError(error.error === 'access_denied' ? 'refused' : 'notBegun', error)
    }
    let response
    try {
      const { returnAddress, options } = this.#settings
      const additionalParameters = this.#resource()
      response = await oauth.authorizationCodeGrantRequest(
        server, client, oauth.None(), code, returnAddress, verifier, { ...options, additionalParameters }
      )
    } catch (error) {
      throw new SignInError('unreachable', error)
    }
    try {
      const expected = { expectedNonce: nonce, requireIdToken: true }
      return this.#keep(await oauth.processAuthorizationCodeResponse(server, client, response, expected))
    } catch (error) {
      throw error instanceof SignInError ? error : new SignInError('refused', error)
    }
  }

  #keep(tokens) {
    const subject = oauth.getValidatedIdTokenClaims(tokens)?.sub
    // What is on the page is of whoever was signed in before.
    if (subject && this.#subject && subject !== this.#subject) throw new SignInError('otherPerson')
    this.#subject ??= subject
    this.#idToken = tokens.id_token ?? this.#idToken
    this.#refreshToken = tokens.refresh_token ?? this.#refreshToken
    this.#accessToken = tokens.access_token
    return this.#accessToken
  }
}

async function newFlow() {
  return {
    verifier: oauth.generateRandomCodeVerifier(),
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce()
  }
}

/** What a window tells that has come back from the provider. */
function answerFrom(opened) {
  return new Promise((resolve, reject) => {
    const end = (settle, value) => {
      clearInterval(looking)
      removeEventListener('message', listen)
      settle(value)
    }
    const listen = ({ origin, source, data }) => {
      if (origin === location.origin && source === opened && data?.type === MESSAGE) end(resolve, data.answer)
    }
    const looking = setInterval(() => {
      if (opened.closed) end(reject, new SignInError('windowClosed'))
    }, LOOK_EVERY)
    addEventListener('message', listen)
  })
}

/** What was left under this name; nothing where there is no storage, as within a page of another site there may be none. */
function take(key) {
  try {
    const value = sessionStorage.getItem(key)
    sessionStorage.removeItem(key)
    return value
  } catch {
    return null
  }
}
