/**
 * `npm run bench:screen [-- --minutes N] [-- --seconds N]`: what the screen costs, in one run on one machine, against the
 * budgets. Writes RESULTS.md beside this file. A budget that is missed is printed as missed.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { bundleForTerminal } from '../../terminal/bundle-demo.ts';
import { WatchedPty } from './watched-pty.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seconds: { type: 'string', default: '10' },
    starts: { type: 'string', default: '9' },
  },
});
const minutes = Number(values.minutes);
const seconds = Number(values.seconds);
const starts = Number(values.starts);
const root = path.resolve(import.meta.dirname, '../../..');
const app = path.join(root, 'dist/kafka-lab.js');
let clearsScrollback = 0;

function median(numbers: readonly number[]): number {
  return quantile(numbers, 0.5);
}

function quantile(numbers: readonly number[], q: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? Number.NaN;
}

async function startTime(args: readonly string[], text: string): Promise<number> {
  const home = mkdtempSync(path.join(tmpdir(), 'kafka-lab-bench-'));
  const pty = new WatchedPty(args, { KAFKA_LAB_HOME: home });
  try {
    return await pty.timeTo(text);
  } finally {
    clearsScrollback += pty.clearsScrollback;
    await pty.end();
    rmSync(home, { recursive: true, force: true });
  }
}

/** In turns, so that a busy moment of the machine meets all three. */
async function firstFrames() {
  const bare = await bundleForTerminal('test/bench/screen/bare-ink.tsx');
  const times = { node: [] as number[], ink: [] as number[], screen: [] as number[] };
  for (let turn = 0; turn < starts; turn += 1) {
    times.node.push(await startTime(['-e', 'process.stdout.write("0")'], '0'));
    times.ink.push(await startTime([bare], 'hello from ink'));
    times.screen.push(await startTime([app], '1.1 Reset the cluster'));
  }
  return { node: median(times.node), ink: median(times.ink), screen: median(times.screen) };
}

interface Load {
  readonly cpu: number;
  readonly keyP50: number;
  readonly keyP95: number;
  readonly bytesPerSecond: number;
}

/** Share of a core, key to frame, and bytes; keys are timed after the quiet part, in which CPU and bytes are measured. */
async function measureLoad(flooded: string, rate: number): Promise<Load> {
  const pty = new WatchedPty([flooded], {
    RATE: `${rate}`,
    FEEDER: path.join(import.meta.dirname, 'feeder.js'),
  });
  try {
    await pty.timeTo('msg/s');
    await delay(2_000);
    const [cpu, bytes, at] = [pty.cpuMs(), pty.bytes, performance.now()];
    await delay(seconds * 1000);
    const took = performance.now() - at;
    const share = (pty.cpuMs() - cpu) / took;
    const bytesPerSecond = ((pty.bytes - bytes) * 1000) / took;
    const keys: number[] = [];
    for (let press = 0; press < 40; press += 1) {
      keys.push(await pty.timeTo('Everywhere', '?'));
      await delay(37 + ((press * 53) % 200));
      keys.push(await pty.timeTo('Steps', '\u001b'));
      await delay(41 + ((press * 71) % 200));
    }
    return { cpu: share, keyP50: median(keys), keyP95: quantile(keys, 0.95), bytesPerSecond };
  } finally {
    clearsScrollback += pty.clearsScrollback;
    await pty.end();
  }
}

async function measureIdle(): Promise<number> {
  const home = mkdtempSync(path.join(tmpdir(), 'kafka-lab-bench-'));
  const pty = new WatchedPty([app], { KAFKA_LAB_HOME: home });
  try {
    await pty.timeTo('1.1 Reset the cluster');
    await delay(3_000);
    const [cpu, at] = [pty.cpuMs(), performance.now()];
    await delay(seconds * 1000);
    return (pty.cpuMs() - cpu) / (performance.now() - at);
  } finally {
    clearsScrollback += pty.clearsScrollback;
    await pty.leave();
    rmSync(home, { recursive: true, force: true });
  }
}

/** RSS at its end and its highest, flooded at 10,000 lines a second and then left at that for `minutes`. */
async function measureMemory(flooded: string): Promise<{ last: number; highest: number }> {
  const pty = new WatchedPty([flooded], {
    RATE: '10000',
    FEEDER: path.join(import.meta.dirname, 'feeder.js'),
  });
  try {
    await pty.timeTo('msg/s');
    let highest = 0;
    const end = performance.now() + minutes * 60_000;
    while (performance.now() < end) {
      highest = Math.max(highest, pty.rssMb());
      await delay(1_000);
    }
    return { last: pty.rssMb(), highest };
  } finally {
    clearsScrollback += pty.clearsScrollback;
    await pty.end();
  }
}

const flooded = await bundleForTerminal('test/bench/screen/flooded-screen.ts');
const first = await firstFrames();
const idle = await measureIdle();
const slow = await measureLoad(flooded, 200);
const fast = await measureLoad(flooded, 10_000);
const memory = await measureMemory(flooded);

const ms = (value: number): string => `${value.toFixed(0)} ms`;
const share = (value: number): string => `${(value * 100).toFixed(1)} % of a core`;
const kib = (value: number): string => `${(value / 1024).toFixed(1)} KiB/s`;
const verdict = (holds: boolean): string => (holds ? '✔' : '✘ missed');
const rows: (readonly [what: string, measured: string, budget: string, verdict: string])[] = [
  ['`node -e 0`', ms(first.node), '', ''],
  ['bare Ink hello, bundled', ms(first.ink), '', ''],
  [
    'first frame of the screen',
    `${ms(first.screen)} (${(first.screen / first.ink).toFixed(2)} ×)`,
    '1.5 × bare Ink',
    verdict(first.screen <= 1.5 * first.ink),
  ],
  ['CPU, idle', share(idle), '', ''],
  ['CPU, 200 lines/s a pane', share(slow.cpu), '15 %', verdict(slow.cpu <= 0.15)],
  ['CPU, 10,000 lines/s a pane', share(fast.cpu), '60 %', verdict(fast.cpu <= 0.6)],
  [
    'key to frame p50 / p95, 200 lines/s',
    `${ms(slow.keyP50)} / ${ms(slow.keyP95)}`,
    '100 ms',
    verdict(slow.keyP95 <= 100),
  ],
  [
    'key to frame p50 / p95, 10,000 lines/s',
    `${ms(fast.keyP50)} / ${ms(fast.keyP95)}`,
    '100 ms',
    verdict(fast.keyP95 <= 100),
  ],
  [
    `RSS after ${minutes} min at 10,000 lines/s (highest)`,
    `${memory.last.toFixed(0)} MB (${memory.highest.toFixed(0)} MB)`,
    '200 MB',
    verdict(memory.last <= 200),
  ],
  [
    'bytes to the terminal, 200 / 10,000 lines/s',
    `${kib(slow.bytesPerSecond)} / ${kib(fast.bytesPerSecond)}`,
    '',
    '',
  ],
  ['CSI 3J', `${clearsScrollback}`, '0', verdict(clearsScrollback === 0)],
];
const table = [
  '| what | measured | budget | |',
  '|---|---|---|---|',
  ...rows.map((row) => `| ${row.join(' | ')} |`),
];
const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}, ${process.platform}`;
const text = `# What the screen costs

\`npm run bench:screen -- --minutes ${minutes}\` at 120x40 on ${machine}, ${new Date().toISOString().slice(0, 10)}.
Start times are medians of ${starts} starts each, taken in turns; CPU is the screen's own process over ${seconds} s; key to frame
is from the byte written to the pty to the changed frame read from it, 80 keys each.

${table.join('\n')}
`;
writeFileSync(path.join(import.meta.dirname, 'RESULTS.md'), text);
process.stdout.write(text);
