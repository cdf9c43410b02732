// Starts the app: loads the module that wasm-bindgen wrote and gives it the address of the wasm file.
// Both names hold a hash of the content, so the page carries them in two metas (see index.html).
// When that cannot work, it shows the message that is waiting, hidden, in the page.

const addressOf = (name) => document.querySelector(`meta[name="${name}"]`).content;

function show(id, reason) {
  const section = document.getElementById(id);
  // The app has taken the page over already: what goes wrong from then on, it says itself.
  if (!section) return;
  document.getElementById('boot-loading').hidden = true;
  section.hidden = false;
  if (reason) document.getElementById('boot-reason').textContent = reason;
}

async function start() {
  // What nhsuk-frontend's styles look for to know that scripts run.
  document.body.classList.add('js-enabled', 'nhsuk-frontend-supported');
  if (typeof WebAssembly !== 'object') {
    show('boot-unsupported');
    return;
  }
  try {
    const app = await import(addressOf('upm-module'));
    await app.default({ module_or_path: addressOf('upm-wasm') });
  } catch (error) {
    console.error(error);
    show('boot-failed', String(error));
  }
}

start();
