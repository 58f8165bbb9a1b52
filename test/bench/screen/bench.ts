/**
 * `npm run bench:screen [-- --minutes N] [-- --quick]`: what the screen costs, in one run on one machine, against the budgets.
 * Writes RESULTS.md beside this file. What is missed is written as missed, with a profile of the process that missed it, taken at once.
 *
 *   --quick      short windows and few starts, printed and not kept
 *   --output F   keep the results there
 *   --only P     a part of it alone: starts, 200, 10000, views, messages or memory
 *   --tighten N  divide every budget by N: a run of 1000 misses them all, and shows what a miss looks like
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import * as nodeModule from 'node:module';
import { cpus, loadavg, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { withReplacements } from '../../../scripts/bundle-plugins.js';
import { bundleForTerminal } from '../../terminal/bundle-demo.ts';
import { BenchApp } from './bench-app.ts';
import { FloodedScreen, openedViews } from './flooded-screen.ts';
import {
  Budgets,
  kib,
  type Measure,
  mbBudget,
  median,
  ms,
  msBudget,
  percentBudget,
  percentOfCore,
  profilesOf,
  quantile,
  tableOf,
  timesBudget,
} from './measure.ts';
import { memoryRows, timeRows } from './missed.ts';
import { firstFrames, idleShare, profileStart } from './starts.ts';

const { values } = parseArgs({
  options: {
    minutes: { type: 'string' },
    seconds: { type: 'string' },
    starts: { type: 'string' },
    quick: { type: 'boolean' },
    output: { type: 'string' },
    only: { type: 'string' },
    tighten: { type: 'string', default: '1' },
  },
});
const minutes = Number(values.minutes ?? (values.quick ? 0.1 : 1));
const seconds = Number(values.seconds ?? (values.quick ? 3 : 10));
const starts = Number(values.starts ?? (values.quick ? 3 : 9));
const presses = values.quick ? 20 : 80;
/** Node has a cache of compiled modules from version 22.1 on. */
const bareInkLabel =
  'enableCompileCache' in nodeModule
    ? "bare Ink hello, bundled, with Node's compile cache"
    : 'bare Ink hello, bundled';
const budgets = new Budgets(Number(values.tighten));
const root = path.resolve(import.meta.dirname, '../../..');
const keepsResults = !values.quick && values.tighten === '1' && values.only === undefined;
const output = values.output ?? (keepsResults ? path.join(import.meta.dirname, 'RESULTS.md') : undefined);

/** One entry for each CSI 3J, with its position. */
const cleared: string[] = [];
const sawClears = (where: string, times: number): void => {
  for (let time = 0; time < times; time += 1) cleared.push(where);
};

async function measureStarts(app: string): Promise<Measure[]> {
  const bareInk = await bundleForTerminal('test/bench/screen/bare-ink.tsx', [withReplacements]);
  const { clears, ...times } = await firstFrames(app, bareInk, starts);
  sawClears('the first frame', clears);
  const [node, ink, screen] = [median(times.node), median(times.ink), median(times.screen)];
  const first = median(times.first);
  const budget = budgets.of(1.15);
  const missed = screen > budget * ink;
  const idle = await idleShare(app, seconds);
  sawClears('idle', idle.clears);
  return [
    { what: '`node -e 0`', measured: ms(node) },
    { what: bareInkLabel, measured: ms(ink) },
    {
      what: 'first frame of the screen',
      measured: `${ms(screen)} (${(screen / ink).toFixed(2)} ×)`,
      budget: timesBudget(budget),
      missed,
      ...(missed ? { profile: timeRows(await profileStart(app), root) } : {}),
    },
    { what: 'the same, the very first start', measured: `${ms(first)} (${(first / ink).toFixed(2)} ×)` },
    { what: 'CPU, idle', measured: percentOfCore(idle.value) },
  ];
}

async function measureFlood(app: BenchApp, rate: number, cpuBudget: number): Promise<Measure[]> {
  const screen = await FloodedScreen.open(app, rate);
  try {
    const name = `${rate.toLocaleString('en')} lines/s a pane`;
    const { cpu, bytesPerSecond, linesPerSecond } = await screen.load(seconds);
    const cpuMissed = cpu > budgets.of(cpuBudget);
    const cpuProfile = cpuMissed ? await screen.profile(() => delay(seconds * 1000)) : undefined;
    const keys = await screen.keyTimes(presses);
    const keysMissed = quantile(keys, 0.95) > budgets.of(100);
    const keysProfile = keysMissed ? await screen.profile(() => screen.keyTimes(presses)) : undefined;
    return [
      {
        what: `CPU, ${name}`,
        measured: percentOfCore(cpu),
        budget: percentBudget(budgets.of(cpuBudget)),
        missed: cpuMissed,
        ...(cpuProfile ? { profile: timeRows(cpuProfile, root) } : {}),
      },
      {
        what: `key to frame p50 / p95, ${name}`,
        measured: `${ms(median(keys))} / ${ms(quantile(keys, 0.95))}`,
        budget: msBudget(budgets.of(100)),
        missed: keysMissed,
        ...(keysProfile ? { profile: timeRows(keysProfile, root) } : {}),
      },
      {
        what: `lines that reached the producer's / the consumer's pane, ${name}`,
        measured: `${linesPerSecond.map((one) => Math.round(one).toLocaleString('en')).join(' / ')} a second`,
      },
      { what: `bytes to the terminal, ${name}`, measured: kib(bytesPerSecond) },
    ];
  } finally {
    sawClears(`the flood of ${rate}`, screen.pty.clearsScrollback);
    await screen.close();
  }
}

/** A busy machine may give a process no CPU for so long; then 20,000 lines wait for it. */
const stopMs = 1_000;

/** Keys while a view is open, and both logs are flooded at 10,000 lines per second below it. */
async function measureViews(app: BenchApp): Promise<Measure[]> {
  const screen = await FloodedScreen.open(app, 10_000);
  try {
    const measures: Measure[] = [];
    for (const view of openedViews) {
      const keys = await screen.keyTimesIn(view, presses);
      const missed = quantile(keys, 0.95) > budgets.of(100);
      const profile = missed ? await screen.profile(() => screen.keyTimesIn(view, presses)) : undefined;
      measures.push({
        what: `key to frame p50 / p95, 10,000 lines/s a pane, ${view.name}`,
        measured: `${ms(median(keys))} / ${ms(quantile(keys, 0.95))}`,
        budget: msBudget(budgets.of(100)),
        missed,
        ...(profile ? { profile: timeRows(profile, root) } : {}),
      });
      const late = await screen.keyTimesAfterStops(view, stopMs, presses / 4);
      const lateMissed = quantile(late, 0.95) > budgets.of(100);
      const lateProfile = lateMissed
        ? await screen.profile(() => screen.keyTimesAfterStops(view, stopMs, presses / 4))
        : undefined;
      measures.push({
        what: `the same after ${stopMs / 1000} s without a CPU, ${view.name}`,
        measured: `${ms(median(late))} / ${ms(quantile(late, 0.95))}`,
        budget: msBudget(budgets.of(100)),
        missed: lateMissed,
        ...(lateProfile ? { profile: timeRows(lateProfile, root) } : {}),
      });
    }
    return measures;
  } finally {
    sawClears('the views', screen.pty.clearsScrollback);
    await screen.close();
  }
}

/** Keys in the view of a topic of a million messages, beside 200 lines per second and pane. */
async function measureMessages(app: BenchApp): Promise<Measure[]> {
  const screen = await FloodedScreen.open(app, 200);
  try {
    const before = screen.pty.rssMb();
    const keys = await screen.keyTimesInManyMessages(presses);
    const missed = Math.max(...keys) > budgets.of(100);
    return [
      {
        what: 'key to frame p50 / p95 / longest, `:messages` over 1,000,000 messages',
        measured: `${ms(median(keys))} / ${ms(quantile(keys, 0.95))} / ${ms(Math.max(...keys))}`,
        budget: `${msBudget(budgets.of(100))}, longest`,
        missed,
      },
      {
        what: 'RSS before that view / after those keys',
        measured: `${before.toFixed(0)} MB / ${screen.pty.rssMb().toFixed(0)} MB`,
      },
    ];
  } finally {
    sawClears('the messages', screen.pty.clearsScrollback);
    await screen.close();
  }
}

/** RSS at its end and its highest, flooded at 10,000 lines per second for `minutes`. */
async function measureMemory(app: BenchApp): Promise<Measure[]> {
  const screen = await FloodedScreen.open(app, 10_000);
  try {
    let highest = 0;
    const end = performance.now() + minutes * 60_000;
    while (performance.now() < end) {
      highest = Math.max(highest, screen.pty.rssMb());
      await delay(1_000);
    }
    const last = screen.pty.rssMb();
    const missed = last > budgets.of(200);
    return [
      {
        what: `RSS after ${minutes} min at 10,000 lines/s (highest)`,
        measured: `${last.toFixed(0)} MB (${Math.max(last, highest).toFixed(0)} MB)`,
        budget: mbBudget(budgets.of(200)),
        missed,
        ...(missed ? { profile: await screen.inspect(memoryRows) } : {}),
      },
    ];
  } finally {
    sawClears('the memory run', screen.pty.clearsScrollback);
    await screen.close();
  }
}

const loadBefore = loadavg()[0]!;
const directory = mkdtempSync(path.join(tmpdir(), 'kafka-lab-bench-app-'));
try {
  const app = new BenchApp(directory, root);
  const parts: Record<string, () => Promise<Measure[]>> = {
    starts: () => measureStarts(app.entry),
    200: () => measureFlood(app, 200, 0.15),
    10000: () => measureFlood(app, 10_000, 0.6),
    views: () => measureViews(app),
    messages: () => measureMessages(app),
    memory: () => measureMemory(app),
  };
  const measures: Measure[] = [];
  // Keyed by name, since integer keys of an object come first.
  for (const part of values.only?.split(',') ?? ['starts', '200', '10000', 'views', 'messages', 'memory'])
    measures.push(...((await parts[part]?.()) ?? []));
  measures.push({
    what: 'CSI 3J',
    measured: `${cleared.length}`,
    budget: '0',
    missed: cleared.length > 0,
    profile: [`Written in: ${[...new Set(cleared)].join(', ')}.`],
  });
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${process.versions.node}, ${process.platform}`;
  const text = `# What the screen costs

\`npm run bench:screen -- --minutes ${minutes}\` at 120x40 on ${machine}, ${new Date().toISOString().slice(0, 10)};
the machine's load was ${loadBefore.toFixed(1)} before the run. Start times are medians of ${starts} starts each, taken in turns; the first frame is with
the code that an earlier start compiled, unless it is the very first. CPU is the screen's own process
over ${seconds} s; key to frame is from the byte written to the pty to the changed frame read from it, ${presses} keys each.

The flood is written by the lab's own clients, in their pods on the embedded cluster, beside what they produce and consume: from a
pod's standard output through the node agent, the API's log stream over HTTPS, \`followLogs\`, the sanitiser, the journal up to its cap
and the rings to the panes. Cluster and clients run on the same cores meanwhile. What reached the panes is told by the numbers of the
lines on the screen.

${tableOf(measures)}
${measures.some(({ missed }) => missed) ? `\n${profilesOf(measures)}\n` : ''}`;
  if (output !== undefined) writeFileSync(output, text);
  process.stdout.write(text);
} finally {
  rmSync(directory, { recursive: true, force: true });
}
