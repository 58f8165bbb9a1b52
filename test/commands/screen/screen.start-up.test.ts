import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { expect, it } from 'vitest';

const source = join(import.meta.dirname, '../../../source');

/** These load after the first frame at the earliest: with the first two of them, that frame came 11 ms later. */
const notBeforeTheFirstFrame = [
  /^kubernetes-types\//,
  /^report\//,
  /^cluster\/(kubernetes|kind|context)\/|^cluster\/kubectl\/run-kubectl/,
  /^(kafkajs|execa|ws|yaml|@kubernetes\/client-node)$/,
];

/** The specifiers of the modules that a module loads; type imports are erased. */
function staticImports(text: string): string[] {
  const statements = text.matchAll(/^(?:import|export)\s+(?!type\b)(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm);
  return [...statements]
    .filter(([statement]) => !/^\w+\s+\{(\s*type\s+[^,}]+,?)+\s*\}\s+from/.test(statement))
    .map(([, specifier]) => specifier as string);
}

/** Every module that `entry` loads, with the chain of imports that leads to it. */
function loadedWith(entry: string): Map<string, string> {
  const chains = new Map([[entry, entry]]);
  const open = [entry];
  for (let path = open.shift(); path !== undefined; path = open.shift()) {
    const file = join(source, path);
    if (!existsSync(file)) continue;
    for (const specifier of staticImports(readFileSync(file, 'utf8'))) {
      const target = specifier.startsWith('.') ? relative(source, join(dirname(file), specifier)) : specifier;
      if (chains.has(target)) continue;
      chains.set(target, `${target} < ${chains.get(path)}`);
      open.push(target);
    }
  }
  return chains;
}

it('draws the first frame before it loads modules that only a running cluster needs', () => {
  const chains = loadedWith('commands/screen/screen.ts');
  expect(chains.size).toBeGreaterThan(100);
  const tooEarly = [...chains]
    .filter(([path]) => notBeforeTheFirstFrame.some((pattern) => pattern.test(path.replaceAll('\\', '/'))))
    .map(([, chain]) => chain);
  expect(tooEarly).toEqual([]);
});
