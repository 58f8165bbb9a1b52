import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startProgramContainer } from '../../../source/embedded/containers/shell/program-container.ts';
import { basePrograms } from '../../../source/embedded/containers/shell/programs/base-programs.ts';
import { InProcessNetwork } from '../../../source/embedded/network/in-process-network.ts';
import { FakeScreen } from '../../embedded/containers/shell/line-editor/fake-screen.ts';

/* The same keys, typed into the shell of a pod and into bash on this machine in a pseudo-terminal, must give the same screen after each key. */
const fixture =
  'mkdir -p logs/archive logs/current; touch logs/a.log "logs/a b" topics.txt topology.yml; cd .';
const columns = 60;
const patience = 4000;

let scratch: string;
let hasOracle = false;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'kafka-lab-keys-'));
  execFileSync('bash', ['-c', fixture], { cwd: scratch });
  try {
    const about = execFileSync('bash', ['-c', 'echo $BASH_VERSION; python3 --version'], { encoding: 'utf8' });
    hasOracle = /^5\./.test(about) && /Python 3/.test(about);
  } catch {
    hasOracle = false;
  }
  if (!hasOracle) console.warn('skipped: this needs bash 5 and python3');
});

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

const env = { PS1: '$ ', TERM: 'xterm', LC_ALL: 'C.UTF-8', PATH: '/usr/bin:/bin', HISTFILE: '' };

interface Shown {
  readonly lines: readonly string[];
  readonly cursor: readonly [number, number];
}

const shownBy = (screen: FakeScreen): Shown => ({ lines: screen.lines, cursor: screen.cursor });

/** The screen of bash before the first key, and after each. */
function ofMachine(keys: readonly string[]): Shown[] {
  const script = join(import.meta.dirname, 'typed-keys.py');
  const answers: unknown = JSON.parse(
    execFileSync('python3', [script, String(columns), JSON.stringify(keys)], {
      cwd: scratch,
      env,
      encoding: 'utf8',
    }),
  );
  const screen = new FakeScreen(columns);
  return (answers as string[]).map((text) => {
    screen.write(text);
    return shownBy(screen);
  });
}

async function expectSame(keys: readonly string[], want: readonly Shown[]): Promise<void> {
  const pod = { name: 'p', namespace: 'default', uid: 'u', ip: '10.244.1.9', hostname: 'p', nodeName: 'n' };
  const image = { command: ['sleep', 'infinity'], env: {}, programs: () => basePrograms([]) };
  const mounts = { [scratch]: scratch };
  const spec = {
    pod,
    name: 'c',
    image: 'i',
    command: [],
    args: [],
    env,
    ports: [],
    mounts,
    workingDir: scratch,
  };
  const host = { network: new InProcessNetwork(), log: () => undefined };
  const container = startProgramContainer(image, spec, host);
  const [typed, output] = [new PassThrough(), new PassThrough()];
  const screen = new FakeScreen(columns);
  output.on('data', (piece: Buffer) => screen.write(piece.toString()));
  const streams = {
    stdin: typed,
    stdout: output,
    stderr: output,
    tty: true,
    signal: new AbortController().signal,
    onResize: (tell: (size: { columns: number; rows: number }) => void) => tell({ columns, rows: 24 }),
  };
  const done = container.exec(['bash'], streams);
  try {
    for (const [index, shown] of want.entries()) {
      if (index > 0) typed.write(keys[index - 1]!);
      const limit = Date.now() + patience;
      while (JSON.stringify(shownBy(screen)) !== JSON.stringify(shown) && Date.now() < limit)
        await new Promise((resolve) => setTimeout(resolve, 5));
      expect(shownBy(screen), `after ${JSON.stringify(keys.slice(0, index))}`).toEqual(shown);
    }
  } finally {
    typed.end();
    container.kill();
    await container.exited;
    await done;
  }
}

describe('keys in a pod, compared with bash on this machine', () => {
  it.each<[what: string, ...keys: string[]]>([
    ['typing and taking back', 'echo helo', '\u007flo', '\r'],
    [
      'moving and inserting',
      'echo one three',
      '\u001bb',
      'two ',
      '\u0001',
      '\u0006\u0006',
      '\u0005',
      '!',
      '\u007f\r',
    ],
    [
      'removing',
      'echo one two three',
      '\u0017',
      '\u001b\u007f',
      '\u0019',
      '\u0001\u000b',
      'echo x\u0015',
      'true\r',
    ],
    [
      'arrows, home, end and delete',
      'abc',
      '\u001b[D\u001b[D',
      'X',
      '\u001b[3~',
      '\u001b[H',
      '\u001b[F',
      '\u0003',
    ],
    [
      'a line over several rows',
      `echo ${'0123456789'.repeat(8)}`,
      '\u0001',
      'x',
      '\u0004',
      '\u0005',
      '\u0017',
      '\r',
    ],
    ['a line that fills a row', `: ${'a'.repeat(56)}`, 'b', '\u007f', '\u007f', '\r'],
    [
      'the history',
      'echo one\r',
      'echo two\r',
      '\u001b[A',
      '\u001b[A',
      '\u001b[B',
      '\u001b[B',
      'x\u001b[A\u001b[B',
      '\u0015',
    ],
    ['a search', 'echo alpha\r', 'echo beta\r', '\u0012', 'al', '\u0005', '\r'],
    ['a search that fails', 'echo alpha\r', '\u0012', 'zz', '\u0007', 'true\r'],
    ['the end of a search by Enter', 'echo alpha\r', '\u0012al', '\r'],
    ['history expansion', 'echo one two\r', 'echo !$\r', '!!\r', '!nothing\r', '^two^three\r', 'history 3\r'],
    ['a file', 'cat topi\t', '\t', '.t', '\t', '\u0003'],
    ['files with common starts', 'ls top\t', '\t', '\u0003'],
    ['directories', 'ls lo\t', '\t\t', 'a\t', '\t', 'r\t', '\u0003'],
    ['a name with a blank', 'ls logs/a\\ \t', '\r'],
    ['a name in quotes', 'ls "logs/a \t', '\r'],
    ['a variable', 'KAFKA_TEST_NAME=1\r', 'echo $KAFKA_TEST\t', '\r'],
    ['a command of several lines', 'for i in 1 2; do\r', 'echo $i\r', 'done\r', '\u001b[A', '\r'],
    ['a quote over several lines', 'echo "a\r', 'b"\r', '\u0003'],
    ['an interrupt', 'echo half', '\u0003', 'echo $?\r'],
    ['an interrupt in a continued command', 'if true; then\r', '\u0003', 'echo $?\r'],
    ['words up, down and exchanged', 'ONE two\u0001\u001bl\u001bu', '\u0014', '\u0003'],
    ['the last argument', 'echo one two\r', 'echo \u001b.', '\r'],
    ['a cleared screen', 'echo x\r', 'abc\u000c', '\u0003'],
    ['a literal control character', 'echo a\u0016\u0001b', '\u0003'],
  ])('%s', async (_what, ...keys) => {
    if (!hasOracle) return;
    await expectSame(keys, ofMachine(keys));
  });
});
