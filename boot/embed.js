// Puts the app into a page of another site: <nhs-user-policies start="/policies"></nhs-user-policies>.
// How, and what the page's site has to be told: docs/embedding.md. Nothing is said to, or heard from, any other origin
// than the app's.
(() => {
  const script = document.currentScript
  const here = script ? new URL('./', script.src).href : ''

  class UserPolicies extends HTMLElement {
    #ends = []

    connectedCallback() {
      const app = new URL(this.getAttribute('app') || here, location.href)
      if (!app.pathname.endsWith('/')) app.pathname += '/'
      const start = new URL((this.getAttribute('start') || '').replace(/^\/+/, ''), app)
      // Whatever the attribute says, it is a place within the app.
      const address = start.href.startsWith(app.href) ? start.href : app.href

      const frame = document.createElement('iframe')
      // By this the app knows whom it may answer, if it is one of those that it was told of.
      frame.name = `nhs-user-policies:${location.origin}`
      frame.title = this.getAttribute('label') || 'User policies'
      frame.allow = 'clipboard-write'
      frame.style.cssText = 'display:block;width:100%;height:0;border:0'
      frame.src = address
      const instead = document.createElement('slot')
      const link = document.createElement('a')
      Object.assign(link, { href: address, target: '_blank', rel: 'noopener', textContent: 'Open user policies in a new tab' })
      instead.append(link)
      const root = this.shadowRoot || this.attachShadow({ mode: 'open' })
      root.replaceChildren(instead, frame)

      let waiting = 0
      const tell = () => {
        waiting = 0
        const { top, bottom } = frame.getBoundingClientRect()
        const from = Math.max(0, -top)
        const height = Math.max(0, Math.min(bottom, innerHeight) - Math.max(top, 0))
        // The address without what may be somebody's: for reporting the article.
        frame.contentWindow?.postMessage({ upm: 'view', top: from, height, page: location.origin + location.pathname }, app.origin)
      }
      const tellSoon = () => {
        waiting ||= requestAnimationFrame(tell)
      }
      const heard = {
        size: ({ height }) => {
          if (!(height >= 0)) return
          frame.style.height = `${Math.ceil(height)}px`
          instead.style.display = 'none'
          tellSoon()
        },
        // Another screen begins at its top.
        screen: ({ path }) => {
          if (frame.getBoundingClientRect().top < 0) frame.scrollIntoView()
          this.dispatchEvent(new CustomEvent('screen', { detail: { path: String(path) } }))
        }
      }
      this.#listen('message', ({ origin, source, data }) => {
        if (origin === app.origin && source === frame.contentWindow && Object.hasOwn(heard, data?.upm)) heard[data.upm](data)
      })
      this.#listen('scroll', tellSoon)
      this.#listen('resize', tellSoon)
    }

    disconnectedCallback() {
      for (const end of this.#ends.splice(0)) end()
    }

    #listen(type, call) {
      addEventListener(type, call, { passive: true })
      this.#ends.push(() => removeEventListener(type, call))
    }
  }

  if (!customElements.get('nhs-user-policies')) customElements.define('nhs-user-policies', UserPolicies)
})()
