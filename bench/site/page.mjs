// The page of the benchmark. Each function measures one thing once, from the moment at which a file is
// chosen to the moment at which this page has all that was read.

import init, { Bench } from './bench_page.js'

await init({ module_or_path: './bench_page_bg.wasm' })

const files = new Map()

/** A file, as a person would choose it: its bytes are in memory already. */
async function file(name) {
  if (!files.has(name)) {
    const bytes = await (await fetch(`/files/${name}`)).arrayBuffer()
    files.set(name, new File([bytes], name))
  }
  return files.get(name)
}

/** By our worker and the app's own code on this side. */
async function ours(name) {
  const chosen = await file(name)
  const reader = new Bench()
  reader.prepare()
  // What a person does between opening the screen and choosing a file is time enough to start.
  await pause(1000)
  const start = performance.now()
  const found = await reader.read(chosen)
  const ms = performance.now() - start
  reader.free()
  return { ms, found }
}

/** The longest time for which the page got no turn meanwhile. Not measured with the rest: to watch takes a core. */
async function longestTask(name) {
  const chosen = await file(name)
  const reader = new Bench()
  reader.prepare()
  await pause(1000)
  const heart = heartbeat()
  await reader.read(chosen)
  const longest = heart.stop()
  reader.free()
  return longest
}

/** The same with the start of the worker. */
async function oursFromStart(name) {
  const chosen = await file(name)
  const reader = new Bench()
  const start = performance.now()
  const found = await reader.read(chosen)
  const ms = performance.now() - start
  reader.free()
  return { ms, found }
}

/** By another's worker, which says when it is ready, takes a file and tells what it found in parts. */
async function peer(script, task, name) {
  const chosen = await file(name)
  const worker = new Worker(script)
  await new Promise((resolve, reject) => {
    worker.onmessage = resolve
    worker.onerror = reject
  })
  await pause(1000)
  const all = { addresses: [], rejected: [], duplicates: [] }
  const start = performance.now()
  const last = await new Promise((resolve, reject) => {
    worker.onerror = reject
    worker.onmessage = ({ data }) => {
      if (!data.part) return resolve(data)
      for (const [list, rows] of Object.entries(data.part)) all[list].push(...rows)
    }
    worker.postMessage({ task, file: chosen })
  })
  const ms = performance.now() - start
  worker.terminate()
  const found = last.found ?? Object.fromEntries(Object.entries(all).map(([list, rows]) => [list, rows.length]))
  return { ms, found, inside: last.inside }
}

/** How many bytes the memory of our worker grew by to read a file, and its size then. */
async function memory(name, glue, wasm) {
  const chosen = await file(name)
  const worker = new Worker(`/memory_loader.js?${new URLSearchParams({ glue, wasm })}`)
  const said = (is) =>
    new Promise((resolve, reject) => {
      worker.onerror = reject
      worker.onmessage = ({ data }) => is(data) && resolve(data)
    })
  const size = async () => {
    const answer = said((data) => 'memory' in data)
    worker.postMessage('memory')
    return (await answer).memory
  }
  const answers = (start) => (data) => data instanceof Uint8Array && start.test(new TextDecoder().decode(data.subarray(0, 20)))
  await said(answers(/^"ready"/))
  const before = await size()
  const ended = said(answers(/^{"(done|refused)"/))
  worker.postMessage([JSON.stringify({ read: { choice: null } }), chosen])
  await ended
  const after = await size()
  worker.terminate()
  return { grown: after - before, size: after }
}

let given

/** Starts to read a file, to be given up. */
async function startReading(name) {
  const chosen = await file(name)
  given = new Bench()
  given.prepare()
  await pause(1000)
  given.result = given.read(chosen)
}

/** Gives up what is being read; gives when that was, by the clock of the machine. */
function giveUp() {
  const at = Date.now()
  given.give_up()
  return at
}

/** The longest time, in milliseconds, for which this page did not get a turn. */
function heartbeat() {
  const { port1, port2 } = new MessageChannel()
  let longest = 0
  let last = performance.now()
  let beats = true
  port1.onmessage = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    if (beats) setTimeout(() => port2.postMessage(0))
  }
  port2.postMessage(0)
  return {
    stop() {
      beats = false
      return longest
    }
  }
}

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms))

window.bench = { ours, oursFromStart, longestTask, peer, memory, startReading, giveUp }
