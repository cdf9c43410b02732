// WebAssembly cannot import a module by itself.
export const load = (address) => import(address)
