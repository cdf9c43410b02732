// Fetches what was cut out of the app's program and adds it to the one that runs. Pieces come many in a file, a bundle:
// a WebAssembly module of nothing but custom sections, of which one says what the pieces are called and the others are
// they. The build writes at the end of this script which bundles each part of the app needs, and under which name the
// program asks for it, and what the pieces check that they belong to the program by (xtask/src/app/bundles.rs).
import { initSync } from './upm-web.js';

const pieces = new Map();
const bundles = new Map();

// What has come, or is on its way, comes once; what failed is tried again.
function once(known, name, make) {
  if (!known.has(name)) {
    const coming = make();
    coming.catch(() => known.delete(name));
    known.set(name, coming);
  }
  return known.get(name);
}

async function fetchModule(address) {
  const { href } = new URL(address, import.meta.url);
  // As the page asked for it, or the browser would ask again.
  const preload = [...document.querySelectorAll('link[rel=preload]')].find((link) => link.href === href);
  const answer = await fetch(href, { integrity: preload?.integrity ?? '' });
  if (!answer.ok) throw new Error(`${href}: ${answer.status}`);
  // Compiled whatever type a proxy says that it has.
  return WebAssembly.compile(await answer.arrayBuffer());
}

async function addBundle(address) {
  const bundle = await fetchModule(address);
  const section = (name) => WebAssembly.Module.customSections(bundle, name);
  const names = new TextDecoder().decode(section('names')[0]).split(' ');
  const modules = section('module');
  // The program that runs: its memory, its table of functions, and what else it shares.
  const imports = { __wasm_split: { ...checks, ...initSync() } };
  await Promise.all(names.map((name, index) => once(pieces, name, () => WebAssembly.instantiate(modules[index], imports))));
}

// What the program calls to have bundles added. It is called back with whether they are there.
const load = (...addresses) => async (callback, data) => {
  let isThere = false;
  try {
    await Promise.all(addresses.map((address) => once(bundles, address, () => addBundle(address))));
    isThere = true;
  } catch (error) {
    console.error(error);
  }
  initSync().__indirect_function_table.get(callback)(data, isThere);
};
