// The release files as they are hosted: nginx with the configuration that ships, on a port of its own.

import { execFileSync, spawn } from 'node:child_process'
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = new URL('../..', import.meta.url).pathname
const dist = process.env.UPM_DIST ?? join(root, 'dist')
const program = process.env.UPM_NGINX

/** Files that a place changes; all others of a release stay as they are. */
const OF_THE_PLACE = /^(index\.html|config\.json)/

/** Whether there is an nginx for the tests. */
export const hasNginx = () => Boolean(program)

/**
 * Lays out the release files as at a place: in `folder/www`, with what an nginx is told in `folder/hosting`.
 *
 * @param {{ folder: string, basePath: string, settings: object }} place `settings`: what its config.json says
 * @returns {string} the folder in which the app's files are
 */
export function layOut({ folder, basePath, settings: own }) {
  const files = join(folder, 'www', basePath)
  mkdirSync(files, { recursive: true })
  for (const name of readdirSync(dist)) {
    if (OF_THE_PLACE.test(name)) cpSync(join(dist, name), join(files, name))
    else symlinkSync(join(dist, name), join(files, name))
  }
  const settings = JSON.parse(readFileSync(join(root, 'public/config.json'), 'utf8'))
  const config = join(folder, 'config.json')
  writeFileSync(config, JSON.stringify({ ...settings, ...own }))
  const hosting = ['hosting', '--base-path', basePath, '--config', config, '--dist', files, '--to', join(folder, 'hosting')]
  const xtask = process.env.UPM_XTASK
  if (xtask) execFileSync(xtask, hosting, { cwd: root, stdio: 'pipe' })
  else execFileSync('cargo', ['xtask', ...hosting], { cwd: root, stdio: 'pipe' })
  return files
}

/** Starts nginx over what was laid out in a folder. */
export async function startNginx(t, { folder, port, apiPort }) {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((what) => `${what}_temp_path ${folder}/temporary;`)
  const configuration = join(folder, 'nginx.conf')
  writeFileSync(
    configuration,
    `
# So that it may read what was laid out.
${process.getuid() === 0 ? 'user root;' : ''}
daemon off;
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/nginx.log;
events { worker_connections 256; }
http {
  access_log off;
  # As distributions have it, and more.
  gzip on;
  gzip_types *;
  ${temporary.join('\n  ')}
  include ${folder}/hosting/nginx/maps.conf;
  upstream upm_api { server 127.0.0.1:${apiPort}; keepalive 16; }
  server {
    listen 127.0.0.1:${port};
    root ${folder}/www;
    include ${folder}/hosting/nginx/locations.conf;
    include ${folder}/hosting/nginx/api.conf;
  }
}
`
  )
  const nginx = spawn(program, ['-e', `${folder}/nginx.log`, '-p', folder, '-c', configuration], { stdio: 'pipe' })
  const output = []
  nginx.stderr.on('data', (data) => output.push(data))
  const ended = new Promise((resolve) => nginx.once('exit', resolve))
  // Also where a spec breaks off before its tests, and so has nothing after them.
  const kill = () => nginx.kill('SIGTERM')
  process.once('exit', kill)
  t.after(async () => {
    process.off('exit', kill)
    kill()
    await ended
  })
  const failed = ended.then((code) => {
    throw new Error(`nginx ended with ${code}:\n${Buffer.concat(output)}${readFileSync(`${folder}/nginx.log`)}`)
  })
  failed.catch(() => {})
  await Promise.race([listens(`http://127.0.0.1:${port}/`), failed])
}

async function listens(url) {
  const until = Date.now() + 10_000
  while (!(await fetch(url).then(() => true, () => false))) {
    if (Date.now() > until) throw new Error(`${url} does not answer after 10 seconds`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
