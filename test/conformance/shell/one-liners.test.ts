import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ContainerFiles } from '../../../source/embedded/containers/shell/container-files.ts';
import { putBaseFiles } from '../../../source/embedded/containers/shell/image-files.ts';
import { rootUser } from '../../../source/embedded/containers/shell/image-user.ts';
import { processesOf } from '../../../source/embedded/containers/shell/processes.ts';
import { basePrograms } from '../../../source/embedded/containers/shell/programs/base-programs.ts';
import { sh } from '../../../source/embedded/containers/shell/programs/sh.ts';
import { Collector } from '../../../source/embedded/containers/shell/streams.ts';
import { InProcessNetwork } from '../../../source/embedded/network/in-process-network.ts';

const read = (name: string): string => readFileSync(join(import.meta.dirname, name), 'utf8');
/** A script in one line; `⏎` stands for a newline. */
const lines = read('one-liners.txt')
  .split('\n')
  .filter((line) => line !== '' && !line.startsWith('## '));
const leftOut = read('left-out.txt')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => line.split('\t') as [script: string, reason: string]);
const script = (line: string): string => line.replaceAll('⏎', '\n');
const env = {
  PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
  HOME: '/root',
  HOSTNAME: 'kafka-2',
  LC_ALL: 'C.UTF-8',
  TZ: 'UTC',
};

interface Answer {
  readonly stdout: string;
  readonly code: number;
}

let scratch: string;
let template: string;
let hasOracle = false;

beforeAll(() => {
  scratch = mkdtempSync(join(tmpdir(), 'kafka-lab-shell-'));
  template = join(scratch, 'template');
  try {
    execFileSync('mkdir', [template]);
    execFileSync('bash', ['-c', read('fixture.sh')], { cwd: template, env });
    const version = execFileSync('bash', ['-c', 'echo $BASH_VERSION; ls --version'], { encoding: 'utf8' });
    hasOracle = /^5\./.test(version) && /GNU coreutils/.test(version) && process.getuid?.() === 0;
  } catch {
    hasOracle = false;
  }
  if (!hasOracle) console.warn('skipped: this needs bash 5 and GNU coreutils, as root');
  // Milliseconds of work, which a machine with a busy disk has kept waiting for more than a minute.
}, 240_000);

afterAll(() => rmSync(scratch, { recursive: true, force: true }));

/** Both sides see the same files at the same path: one directly, the other through a mount. */
function freshCopy(name: string): string {
  const path = join(scratch, name);
  rmSync(path, { recursive: true, force: true });
  execFileSync('cp', ['-a', template, path]);
  return path;
}

function ofMachine(text: string): Promise<Answer> {
  const child = spawn('bash', ['-c', text], {
    cwd: freshCopy('here'),
    env,
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin?.end();
  let stdout = '';
  child.stdout?.setEncoding('utf8').on('data', (piece: string) => {
    stdout += piece;
  });
  return new Promise((resolve) =>
    child.once('close', (code, signal) =>
      resolve({ stdout, code: code ?? (signal === 'SIGKILL' ? 137 : 143) }),
    ),
  );
}

async function ofImage(text: string): Promise<Answer> {
  const here = join(scratch, 'here');
  const programs = basePrograms([]);
  const pod = {
    name: 'kafka-2',
    namespace: 'default',
    uid: 'u',
    ip: '10.244.1.9',
    hostname: 'kafka-2',
    nodeName: 'n',
  };
  const ended = new AbortController();
  const files: ContainerFiles = new ContainerFiles(
    { [here]: freshCopy('mounted') },
    {
      user: rootUser,
      fill: () => putBaseFiles(files, { pod, user: rootUser, programs, processes: processesOf(container) }),
    },
  );
  const container = {
    pod,
    network: new InProcessNetwork(),
    files,
    programs,
    user: rootUser,
    ended: ended.signal,
  };
  const argv = ['bash', '-c', text];
  processesOf(container).start(0, { argv: ['sleep', 'infinity'], env, cwd: '/' });
  const shell = processesOf(container).start(0, { argv, env, cwd: here })!;
  const stdin = new PassThrough();
  stdin.end();
  const [stdout, stderr] = [new Collector(), new Collector()];
  const killed = AbortSignal.any([ended.signal, shell.killed]);
  const code = await sh({
    container,
    argv,
    env,
    cwd: here,
    process: shell,
    stdin,
    stdout,
    stderr,
    terminated: killed,
    killed,
  });
  ended.abort();
  return { stdout: stdout.text, code };
}

describe('one-liners in a pod, compared with bash on this machine', () => {
  it.each(lines)('%s', async (line) => {
    if (!hasOracle) return;
    const want = await ofMachine(script(line));
    expect(await ofImage(script(line))).toEqual(want);
  });
});

describe('unsupported syntax is refused with the reason', () => {
  it.each(leftOut)('%s: %s', async (line) => {
    if (!hasOracle) return;
    // Nothing is ignored silently: bash runs the line, and the image says that it cannot.
    const { stdout, code } = await ofImage(`{ ${script(line)}; } 2>&1`);
    expect(code !== 0 || /not (?:supported|in the embedded|found)/.test(stdout)).toBe(true);
  });
});
