// The app within a page of another site (embed.js is the other side): says how high it is and which screen it
// shows, and hears which part of it can be seen, and the address of that page. Both are said to, and taken from, one origin only: the one that the page
// claims to have, if it is among those that config.json allows.

const page = document.documentElement;
const base = document.querySelector('meta[name=upm-base-path]').content;
const claimed = name.startsWith('nhs-user-policies:') ? name.slice('nhs-user-policies:'.length) : '';

page.classList.add('upm-embedded');

// The provider of a link may not want to be shown within another page, and would take the app's place.
document.addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href]');
  if (link && link.origin !== location.origin && !link.download) Object.assign(link, { target: '_blank', rel: 'noopener' });
}, { capture: true });

function connect(host) {
  const tell = (message) => parent.postMessage(message, host);
  let height = 0;
  // The last thing on the page ends where its content does, however high the frame is.
  const measure = () => {
    const now = document.body.getBoundingClientRect().height;
    if (now !== height) tell({ upm: 'size', height: (height = now) });
  };
  new ResizeObserver(measure).observe(document.body);
  let path = location.pathname;
  new MutationObserver(() => {
    if (path !== location.pathname) tell({ upm: 'screen', path: (path = location.pathname) });
  }).observe(document.head, { childList: true, characterData: true, subtree: true });
  addEventListener('message', ({ origin, source, data }) => {
    if (origin !== host || source !== parent || data?.upm !== 'view') return;
    page.style.setProperty('--upm-view-top', `${Number(data.top) || 0}px`);
    if (data.page?.startsWith?.(`${host}/`)) page.dataset.upmArticle = data.page;
    page.style.setProperty('--upm-view-height', `${Number(data.height) || 0}px`);
  });
}

const answer = await fetch(`${base}config.json`);
const { embeddingHosts = [] } = await answer.json();
if (claimed === location.origin || embeddingHosts.includes(claimed)) connect(claimed);
