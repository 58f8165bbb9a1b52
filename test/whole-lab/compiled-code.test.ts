import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const program = join(import.meta.dirname, '../../dist/kafka-lab.js');

it('starts from the code that an earlier start compiled, or from the bundle if that is damaged', () => {
  const home = mkdtempSync(join(tmpdir(), 'kafka-lab-home-'));
  const start = (): string =>
    execFileSync(process.execPath, [program, 'kubectl', '--home', home, '--help'], { encoding: 'utf8' });
  try {
    const first = start();
    const [name, ...others] = readdirSync(join(home, 'compiled'));
    expect(others).toEqual([]);
    expect(name).toMatch(/^kubectl-[0-9a-f]{16}-v[\d.]+-\w+-\w+\.code$/);
    const path = join(home, 'compiled', name!);
    const written = statSync(path);

    expect(start()).toBe(first);
    expect(statSync(path).ino).toBe(written.ino);

    const damaged = readFileSync(path).fill(0x55, 1000, 2000);
    writeFileSync(path, damaged);
    expect(start()).toBe(first);
    expect(readFileSync(path).equals(damaged)).toBe(false);
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
});

it('does not create a home for compiled code', () => {
  const parent = mkdtempSync(join(tmpdir(), 'kafka-lab-home-'));
  try {
    const home = join(parent, 'home');
    const text = execFileSync(process.execPath, [program, 'kubectl', '--home', home, '--help'], {
      encoding: 'utf8',
    });
    expect(text).toContain('kafka-lab kubectl');
    expect(readdirSync(parent)).toEqual([]);
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
});
