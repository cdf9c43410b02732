// Writes what a release is made of (CycloneDX) into a folder: of Cargo's crates, by cargo-cyclonedx's files, and of npm's
// packages. Without what differs between two builds of the same: times, random numbers, folders of the machine.
// Usage: node sbom.mjs INTO FILE…

import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const [into, ...files] = process.argv.slice(2);
mkdirSync(into, { recursive: true });

function write(name, text) {
  // The folder as it is, and as a part of a package's URL.
  const folders = [process.cwd(), encodeURIComponent(process.cwd())];
  const bom = JSON.parse(folders.reduce((text, folder) => text.replaceAll(folder, ''), text));
  delete bom.serialNumber;
  delete bom.metadata.timestamp;
  writeFileSync(join(into, name), `${JSON.stringify(bom, null, 1)}\n`);
}

for (const file of files) write(basename(file), readFileSync(file, 'utf8'));

const npm = execFileSync('npm', ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev'], { encoding: 'utf8' });
const bom = JSON.parse(npm);
// npm calls it by the folder that it is in.
bom.metadata.component.name = JSON.parse(readFileSync('package.json', 'utf8')).name;
write('npm.cdx.json', JSON.stringify(bom));
