import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { CpuProfile } from './self-times.ts';
import { WatchedPty } from './watched-pty.ts';

const firstStep = '1.1 Reset the cluster';

/** Runs a program in a pty with a home of its own, and returns the measurement and how often it cleared the scrollback. */
async function inPty<T>(
  args: readonly string[],
  ask: (pty: WatchedPty) => Promise<T>,
  leaves = false,
): Promise<{ readonly value: T; readonly clears: number }> {
  const home = mkdtempSync(path.join(tmpdir(), 'kafka-lab-bench-'));
  const pty = new WatchedPty(args, { KAFKA_LAB_HOME: home });
  try {
    return { value: await ask(pty), clears: pty.clearsScrollback };
  } finally {
    await (leaves ? pty.leave() : pty.end());
    rmSync(home, { recursive: true, force: true, maxRetries: 5 });
  }
}

export interface FirstFrames {
  readonly node: number[];
  readonly ink: number[];
  readonly screen: number[];
  readonly clears: number;
}

/** Milliseconds to the first output, interleaved, so that a busy moment of the machine affects all three. */
export async function firstFrames(app: string, bareInk: string, starts: number): Promise<FirstFrames> {
  const times = { node: [] as number[], ink: [] as number[], screen: [] as number[] };
  let clears = 0;
  for (let turn = 0; turn < starts; turn += 1) {
    const node = await inPty(['-e', 'process.stdout.write("0")'], (pty) => pty.timeTo('0'));
    const ink = await inPty([bareInk], (pty) => pty.timeTo('hello from ink'));
    const screen = await inPty([app], (pty) => pty.timeTo(firstStep));
    times.node.push(node.value);
    times.ink.push(ink.value);
    times.screen.push(screen.value);
    clears += screen.clears;
  }
  return { ...times, clears };
}

/** One start, from the first instruction to the first frame. */
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
    await inPty([...profiled, app], (pty) => pty.timeTo(firstStep), true);
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
    true,
  );
}
