// Starts the app: loads the module that wasm-bindgen wrote and gives it the address of the wasm file.
// Both names hold a hash of the content, so the page carries them in two metas (see index.html).
// When that cannot work, it shows the message that is waiting, hidden, in the page.

const addressOf = (name) => document.querySelector(`meta[name="${name}"]`).content;

// Shows one of the messages in the page, and the others no longer.
function show(id) {
  for (const message of document.querySelectorAll('[id^="boot-"]')) {
    message.hidden = message.id !== id;
  }
}

async function start() {
  if (typeof WebAssembly !== 'object') {
    show('boot-unsupported');
    return;
  }
  show('boot-loading');
  try {
    const app = await import(addressOf('upm-module'));
    await app.default({ module_or_path: addressOf('upm-wasm') });
  } catch (error) {
    console.error(error);
    const reason = document.querySelector('#boot-failed code');
    // Without it the app has taken the page over, and says itself what goes wrong from then on.
    if (!reason) return;
    reason.textContent = String(error);
    show('boot-failed');
  }
}

start();
