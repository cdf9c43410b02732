// Starts the app: loads the module that wasm-bindgen wrote and gives it the wasm file. Their names hold a hash of the
// content, so the page carries them, with what each is to be checked by (see index.html).
// When that cannot work, it shows the message that is waiting, hidden, in the page.

const link = (rel) => document.querySelector(`link[rel=${rel}]`);
const module = link('modulepreload').href;
const wasm = link('preload');

// The least that is a WebAssembly module.
const EMPTY = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

// What would run, or load from elsewhere, if it became HTML.
const ACTIVE = /<(script|iframe|object|embed|link|meta|base|style)\b|\s(on\w+|srcdoc)\s*=|javascript:/i;

// Under the content security policy, nothing becomes HTML or a script's address but what is let through here: the
// markup that Leptos makes of its views, and the workers.
self.trustedTypes?.createPolicy('default', {
  createHTML: (html) => (ACTIVE.test(html) ? null : html),
  createScriptURL: (url) =>
    [...document.querySelectorAll('meta[name$=-worker]')].some((meta) => meta.content === url) ? url : null,
});

// Shows one of the messages in the page, and the others no longer.
function show(id, reason) {
  for (const message of document.querySelectorAll('[id^="boot-"]')) {
    message.hidden = message.id !== id;
    message.classList.remove('upm-late');
  }
  const code = document.querySelector(`#${id} code`);
  if (code && reason) code.textContent = reason;
}

// What comes under an address now, for whoever looks for what changes it on the way.
async function whatComes(address) {
  try {
    const answer = await fetch(address, { cache: 'reload' });
    const { byteLength } = await answer.arrayBuffer();
    return `${address}: ${answer.status}, ${answer.headers.get('Content-Type')}, ${byteLength} bytes`;
  } catch (error) {
    return `${address}: ${error.message}`;
  }
}

async function start() {
  try {
    new WebAssembly.Module(EMPTY);
  } catch (error) {
    show('boot-unsupported', String(error));
    return;
  }
  show('boot-loading');
  try {
    const app = await import(module);
    await app.default({ module_or_path: fetch(wasm.href, { integrity: wasm.integrity }) });
  } catch (error) {
    console.error(error);
    // Once the app has taken the page over, it says itself what goes wrong.
    if (!document.getElementById('boot-failed')) return;
    const came = await Promise.all([module, wasm.href].map(whatComes));
    show('boot-failed', [error, ...came].join('; '));
  }
}

if (parent !== self) import('./embedded.js');
start();
