import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { findBrowser } from '../../../source/commands/report/browser.ts';
import { writeLongJournal } from '../../report/long-journal.ts';

/** Told by the process itself as it ends. */
const tellUsage = `process.on('exit', () => require('node:fs').writeFileSync(process.env.USAGE_FILE, JSON.stringify(process.resourceUsage())));`;

/** A PDF is printed by a browser, whose own memory is not counted. */
const reportFormats = ['html', 'md', 'docx', ...(findBrowser() === undefined ? [] : ['pdf'])];

const verbs = [
  ...['md', 'html', 'json', 'cast'].map((format) => ['export', '--format', format]),
  ...reportFormats.map((format) => ['report', '--format', format, '--author', 'A', '--course', 'C']),
];

/** The memory and the time that each export of a long journal takes, as a table. `cli`: the built program. */
export function main(cli: string): void {
  const megabytes = Number(process.env.MEGABYTES ?? 300);
  const home = mkdtempSync(join(tmpdir(), 'kafka-lab-exports-'));
  try {
    const session = join(home, 'sessions', 'long');
    mkdirSync(session, { recursive: true });
    const journal = join(session, 'journal.jsonl');
    writeLongJournal(journal, megabytes * 1_000_000);
    const preload = join(home, 'usage.cjs');
    writeFileSync(preload, tellUsage);
    process.stdout.write(`journal: ${toMegabytes(statSync(journal).size)} MB, Node ${process.version}\n\n`);
    process.stdout.write('| verb | memory, MB | seconds | written, MB |\n|---|---|---|---|\n');
    for (const words of verbs) {
      const output = join(home, 'output');
      const usage = join(home, 'usage.json');
      const begun = performance.now();
      execFileSync(process.execPath, ['--require', preload, cli, ...words, '-o', output, '--home', home], {
        env: { ...process.env, USAGE_FILE: usage },
        stdio: ['ignore', 'ignore', 'inherit'],
      });
      const seconds = ((performance.now() - begun) / 1000).toFixed(1);
      const { maxRSS } = JSON.parse(readFileSync(usage, 'utf8')) as { maxRSS: number };
      const size = toMegabytes(statSync(output).size);
      const verb = words.slice(0, 3).join(' ');
      process.stdout.write(`| \`${verb}\` | ${toMegabytes(maxRSS * 1024)} | ${seconds} | ${size} |\n`);
    }
  } finally {
    rmSync(home, { recursive: true, force: true });
  }
}

function toMegabytes(bytes: number): string {
  const megabytes = bytes / 1_000_000;
  return megabytes.toFixed(megabytes < 10 ? 1 : 0);
}
