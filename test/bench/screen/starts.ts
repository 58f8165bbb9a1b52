import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CpuProfile } from './self-times.ts';
import { WatchedPty } from './watched-pty.ts';

const firstStep = '1.1 Reset the cluster';
const inkText = 'hello from ink';

interface PtyOptions {
  /** A home with compiled code that the program finds. */
  readonly like?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** True: it exits by itself. By default it is killed. */
  readonly leaves?: boolean;
}

/** Runs a program in a pty with a home of its own, and returns the measurement and how often it cleared the scrollback. */
async function inPty<T>(
  args: readonly string[],
  ask: (pty: WatchedPty, home: string) => Promise<T>,
  { like, env = {}, leaves = false }: PtyOptions = {},
): Promise<{ readonly value: T; readonly clears: number }> {
  const home = mkdtempSync(path.join(tmpdir(), 'kafka-lab-bench-'));
  if (like !== undefined)
    cpSync(path.join(like, 'compiled'), path.join(home, 'compiled'), { recursive: true });
  const pty = new WatchedPty(args, { KAFKA_LAB_HOME: home, ...env });
  try {
    return { value: await ask(pty, home), clears: pty.clearsScrollback };
  } finally {
    await (leaves ? pty.leave() : pty.end());
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Starts the screen once, and keeps a home with the code that it compiled. The caller removes it. */
async function homeWithCompiledCode(app: string): Promise<string> {
  const kept = mkdtempSync(path.join(tmpdir(), 'kafka-lab-bench-'));
  await inPty([app], async (pty, home) => {
    await pty.timeTo(firstStep);
    const compiled = path.join(home, 'compiled');
    while (!existsSync(compiled) || !readdirSync(compiled).some((name) => name.endsWith('.code')))
      await delay(100);
    cpSync(compiled, path.join(kept, 'compiled'), { recursive: true });
  });
  return kept;
}

export interface FirstFrames {
  readonly node: number[];
  readonly ink: number[];
  /** With the code that an earlier start compiled. */
  readonly screen: number[];
  /** Without it. */
  readonly first: number[];
  readonly clears: number;
}

/**
 * Milliseconds to the first output, interleaved, so that a busy moment of the machine affects all of them. Bare Ink has Node's compile
 * cache where there is one, from Node 22.1 on.
 */
export async function firstFrames(app: string, bareInk: string, starts: number): Promise<FirstFrames> {
  const times: Record<'node' | 'ink' | 'screen' | 'first', number[]> = {
    node: [],
    ink: [],
    screen: [],
    first: [],
  };
  let clears = 0;
  const like = await homeWithCompiledCode(app);
  try {
    const inkEnv = { NODE_COMPILE_CACHE: path.join(like, 'node') };
    await inPty([bareInk], (pty) => pty.ended, { env: inkEnv });
    for (let turn = 0; turn < starts; turn += 1) {
      const node = await inPty(['-e', 'process.stdout.write("0")'], (pty) => pty.timeTo('0'));
      const ink = await inPty([bareInk], (pty) => pty.timeTo(inkText), { env: inkEnv });
      const screen = await inPty([app], (pty) => pty.timeTo(firstStep), { like });
      const first = await inPty([app], (pty) => pty.timeTo(firstStep));
      times.node.push(node.value);
      times.ink.push(ink.value);
      times.screen.push(screen.value);
      times.first.push(first.value);
      clears += screen.clears + first.clears;
    }
  } finally {
    rmSync(like, { recursive: true, force: true });
  }
  return { ...times, clears };
}

/** One start with compiled code, from the first instruction to the first frame. */
export async function profileStart(app: string): Promise<CpuProfile> {
  const directory = mkdtempSync(path.join(tmpdir(), 'kafka-lab-bench-'));
  try {
    const name = 'start.cpuprofile';
    const profiled = [
      '--cpu-prof',
      '--cpu-prof-interval=200',
      '--cpu-prof-dir',
      directory,
      '--cpu-prof-name',
      name,
    ];
    const like = await homeWithCompiledCode(app);
    try {
      await inPty([...profiled, app], (pty) => pty.timeTo(firstStep), { like, leaves: true });
    } finally {
      rmSync(like, { recursive: true, force: true });
    }
    return JSON.parse(readFileSync(path.join(directory, name), 'utf8')) as CpuProfile;
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

/** Share of a core that the screen takes when it is idle. */
export async function idleShare(app: string, seconds: number): Promise<{ value: number; clears: number }> {
  return inPty(
    [app],
    async (pty) => {
      await pty.timeTo(firstStep);
      await delay(3_000);
      const [cpu, at] = [pty.cpuMs(), performance.now()];
      await delay(seconds * 1000);
      return (pty.cpuMs() - cpu) / (performance.now() - at);
    },
    { leaves: true },
  );
}
