// The licences of everything that the bundle holds ship with it.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One section for each package with a file in the bundle. `inputs`: esbuild's metafile paths, relative to `root`. */
export function collectNotices(root, inputs) {
  const packages = new Set();
  for (const input of inputs) {
    const match = /^(.*node_modules\/(?:@[^/]+\/)?[^/]+)\//.exec(input);
    if (match) packages.add(match[1]);
  }
  const sections = [...packages].sort().map((directory) => {
    const manifest = JSON.parse(readFileSync(join(root, directory, 'package.json'), 'utf8'));
    const licence = readdirSync(join(root, directory)).find((name) =>
      /^(licen[cs]e|copying)(\.|$)/i.test(name),
    );
    const text = licence
      ? readFileSync(join(root, directory, licence), 'utf8').trim()
      : '(the package ships no licence file)';
    const notice = existsSync(join(root, directory, 'NOTICE'))
      ? `\n\n${readFileSync(join(root, directory, 'NOTICE'), 'utf8').trim()}`
      : '';
    return `${manifest.name} ${manifest.version}: ${JSON.stringify(manifest.license ?? 'see below')}\n\n${text}${notice}`;
  });
  return `kafka-lab bundles the packages below.\n\n${sections.join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}
