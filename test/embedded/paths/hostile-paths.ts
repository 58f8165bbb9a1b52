import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { onTestFinished } from 'vitest';

const names = [
  '..',
  '.',
  '',
  'a',
  'b',
  '...',
  '..a',
  '.. ',
  'C:',
  'C:\\Windows',
  '..\\..',
  '\\\\server\\share',
  'nul',
  'A'.repeat(300),
  'x\0y',
  '~',
  '$HOME',
  '%2e%2e',
  '\u202e..',
  'ＡＢ',
];

/** Paths as an attacker would write them: climbing, absolute, of other platforms, and any text. */
export const hostilePath: fc.Arbitrary<string> = fc.oneof(
  fc
    .tuple(
      fc.constantFrom('', '/', '//', './', '\\', 'C:/'),
      fc.array(fc.constantFrom(...names), { maxLength: 12 }),
    )
    .map(([start, parts]) => start + parts.join('/')),
  fc.string({ maxLength: 60 }),
);

/** `inside`, which may be written to, in a directory with a file and a directory that must not change. */
export interface Sandbox {
  readonly inside: string;
  readonly outside: string;
  readonly precious: string;
  /** Throws if anything outside has changed. */
  check(): void;
}

export function makeSandbox(): Sandbox {
  const sandbox = mkdtempSync(join(tmpdir(), 'kafka-lab-sandbox-'));
  onTestFinished(() => rmSync(sandbox, { recursive: true, force: true }));
  const [inside, outside] = [join(sandbox, 'inside'), join(sandbox, 'outside')];
  const precious = join(outside, 'thesis.txt');
  for (const directory of [inside, outside]) mkdirSync(directory);
  writeFileSync(precious, 'thesis');
  return {
    inside,
    outside,
    precious,
    check() {
      const found = [...readdirSync(sandbox).sort(), ...readdirSync(outside), readFileSync(precious, 'utf8')];
      if (found.join() !== 'inside,outside,thesis.txt,thesis')
        throw new Error(`what lies outside has changed: ${found.join()}`);
    },
  };
}
