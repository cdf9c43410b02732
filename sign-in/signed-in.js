// Where the identity provider sends people back to. Hands its answer to whoever began: the page that opened this
// window, or, after the whole page went there, the app, which is loaded again where the person was.

const MESSAGE = 'upm-signed-in'
const answer = location.search
// The code in it is for one use, and nobody needs to see it.
history.replaceState(null, '', location.pathname)

if (window.opener) {
  window.opener.postMessage({ type: MESSAGE, answer }, location.origin)
} else {
  sessionStorage.setItem('upm-sign-in-answer', answer)
  location.replace(returnAddress())
}

/** The address that the person was at; the app's first one if that is not known. */
function returnAddress() {
  const first = new URL('./', location.href)
  try {
    const { returnTo } = JSON.parse(sessionStorage.getItem('upm-sign-in'))
    const address = new URL(returnTo, first)
    return address.origin === first.origin ? address.href : first.href
  } catch {
    return first.href
  }
}
