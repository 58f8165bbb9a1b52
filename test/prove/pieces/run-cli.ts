import { spawn } from 'node:child_process';

export interface CliOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string | undefined>>;
  readonly input?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

export interface CliRun {
  /** As a shell reports it: 128 + N after signal N. Undefined if it did not end in time and was killed. */
  readonly code: number | undefined;
  readonly stdout: string;
  readonly stderr: string;
  readonly tookMs: number;
}

const mostBytes = 64 * 2 ** 20;
const signalNumbers: Readonly<Record<string, number>> = { SIGABRT: 6, SIGKILL: 9, SIGSEGV: 11, SIGTERM: 15 };

/** Runs a verb of the built app to its end, without a terminal. */
export function runCli(cli: string, words: readonly string[], options: CliOptions = {}): Promise<CliRun> {
  const { cwd, env = {}, input = '', timeoutMs = 60_000, signal } = options;
  const began = performance.now();
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...words], {
      cwd,
      env: { ...process.env, NO_COLOR: undefined, FORCE_COLOR: undefined, ...env },
    });
    const texts = { stdout: [] as Buffer[], stderr: [] as Buffer[] };
    let bytes = 0;
    for (const name of ['stdout', 'stderr'] as const)
      child[name].on('data', (chunk: Buffer) => {
        bytes += chunk.length;
        if (bytes <= mostBytes) texts[name].push(chunk);
      });
    let timedOut = false;
    const end = (): void => void child.kill('SIGKILL');
    const timer = setTimeout(() => {
      timedOut = true;
      end();
    }, timeoutMs);
    signal?.addEventListener('abort', end, { once: true });
    child.once('error', reject);
    child.once('close', (code, name) => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', end);
      resolve({
        code: timedOut ? undefined : (code ?? 128 + (signalNumbers[name ?? ''] ?? 0)),
        stdout: Buffer.concat(texts.stdout).toString(),
        stderr: Buffer.concat(texts.stderr).toString(),
        tookMs: performance.now() - began,
      });
    });
    // A verb may exit without reading its input.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
