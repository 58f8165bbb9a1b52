import { execFileSync } from 'node:child_process';
import { closeSync, ftruncateSync, mkdirSync, openSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { runCli } from '../../pieces/run-cli.ts';
import { type CliTry, homeWith, leavesWell, said } from './through-cli.ts';

const withinMs = 10_000;
const sessionId = '20260101-000000-000';

/** What may be in place of a journal. */
export const notPlain: Readonly<Record<string, (path: string) => void>> = {
  'a FIFO': (path) => execFileSync('mkfifo', [path]),
  'a link to a FIFO': (path) => {
    execFileSync('mkfifo', [`${path}.fifo`]);
    symlinkSync(`${path}.fifo`, path);
  },
  'a directory': (path) => mkdirSync(path),
  'a link to /dev/zero': (path) => symlinkSync('/dev/zero', path),
  'a link to a terminal': (path) => symlinkSync('/dev/ptmx', path),
  'a link that leads to itself': (path) => symlinkSync(path, path),
  'a file of 8 GB without a line end': (path) => {
    const file = openSync(path, 'w');
    ftruncateSync(file, 8 * 2 ** 30);
    closeSync(file);
  },
  'a line of 10 MB': (path) => writeFileSync(path, `"${'x'.repeat(10_000_000)}"\n`),
};

/** Each verb must report it at once, with 1: it neither waits nor reads forever. */
export async function judgeNotPlain(
  { cli, directory, signal }: CliTry,
  make: (path: string) => void,
): Promise<string[]> {
  const { home, path } = homeWith(directory, Buffer.alloc(0));
  rmSync(path);
  make(path);
  const complaints: string[] = [];
  const { code, stderr } = await runCli(cli, ['export', sessionId, '--home', home], {
    timeoutMs: withinMs,
    signal,
  });
  if (
    code === undefined ||
    code === 0 ||
    code > 3 ||
    (!stderr.includes(dirname(path)) && !stderr.includes(sessionId))
  )
    complaints.push(`export gives ${said(code, stderr)}`);
  for (const words of [
    ['replay', sessionId],
    ['--session', sessionId],
  ])
    complaints.push(
      ...(await leavesWell(cli, [...words, '--home', home], /kafka-lab: /, [1, 2, 3], withinMs)),
    );
  return complaints;
}
