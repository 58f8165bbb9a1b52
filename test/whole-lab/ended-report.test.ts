import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { factsOf } from '../../source/processes/process-facts.ts';
import { cli } from '../serve-cluster.ts';

let home: string;
const at = (name: string) => join(home, name);
beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), 'kafka-lab-ended-report-'));
  for (const name of ['bin', 'tmp', 'sessions/20260101-000000-000']) mkdirSync(at(name), { recursive: true });
  copyFileSync('test/report/document/session.jsonl', at('sessions/20260101-000000-000/journal.jsonl'));
  // A browser that never prints.
  writeFileSync(
    at('bin/chromium'),
    `#!/bin/sh\necho $$ > ${at('pid.new')}\nmv ${at('pid.new')} ${at('pid')}\nexec sleep 1000\n`,
  );
  chmodSync(at('bin/chromium'), 0o755);
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

it.skipIf(process.platform === 'win32').each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGQUIT', 131],
] as const)(
  '%s during the print of a report left the browser running, and its directory',
  async (signal, code) => {
    const env = { ...process.env, PATH: `${at('bin')}:${process.env.PATH}`, TMPDIR: at('tmp') };
    const words = ['report', '--format', 'pdf', '-o', at('report.pdf'), '--home', home];
    const report = spawn(process.execPath, [cli, ...words, '--author', 'A', '--course', 'B'], {
      env,
      stdio: 'ignore',
    });
    await expect.poll(() => existsSync(at('pid'))).toBe(true);
    const browser = Number(readFileSync(at('pid'), 'utf8'));
    expect(readdirSync(at('tmp'))).toHaveLength(1);
    report.kill(signal);
    expect(await once(report, 'exit')).toEqual([code, null]);
    expect(readdirSync(at('tmp'))).toEqual([]);
    expect(existsSync(at('report.pdf'))).toBe(false);
    await expect.poll(() => factsOf(browser).kind).toBe('gone');
  },
);
