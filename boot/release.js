// Tells whoever has the app open that there is a newer release. The files that this tab uses go on being served for a
// while, so nothing is lost by going on; it never loads itself again.

const MINUTES_BETWEEN_LOOKS = 5;

// Every file but the page has the hash of its content in its name. A page of another release names others.
const namesIn = (page) => (page.match(/-[0-9a-f]{16}\./g) ?? []).join();

const region = document.getElementById('release');
const address = document.querySelector('meta[name=upm-base-path]').content;
let known = namesIn(document.head.innerHTML);
let looked = Date.now();

async function newestNames() {
  // Whoever asks for a sign-in on the way, or is a proxy that says no, sends no page of ours.
  const answer = await fetch(address, { cache: 'no-store', redirect: 'error' });
  return answer.ok ? namesIn((await answer.text()).split('</head>')[0]) : '';
}

async function look() {
  if (document.hidden || Date.now() - looked < MINUTES_BETWEEN_LOOKS * 60_000) return;
  looked = Date.now();
  const names = await newestNames().catch(() => '');
  if (names === '' || names === known) return;
  // Told once of each release.
  known = names;
  tell();
}

function button(text, action) {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = 'nhsuk-button nhsuk-button--reverse nhsuk-button--small';
  element.textContent = text;
  element.addEventListener('click', action);
  return element;
}

// What would make the browser ask first is kept.
function reload() {
  addEventListener('beforeunload', (event) => event.stopImmediatePropagation(), { capture: true });
  location.reload();
}

function tell() {
  const text = document.createElement('p');
  text.textContent = 'A new version of this service is ready. Imports, and what you have entered in a policy, are kept when you reload.';
  region.replaceChildren(
    text,
    button('Reload', reload),
    button('Not now', () => region.replaceChildren()),
  );
}

// Whoever comes back to the tab, and whoever goes on in it.
document.addEventListener('visibilitychange', look);
addEventListener('click', look);
