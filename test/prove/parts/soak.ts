import { mkdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Part } from '../part.ts';
import { randomFor } from '../random-for.ts';
import {
  diskRow,
  judgeCounts,
  judgeDisk,
  judgeMemory,
  judgeRate,
  type MemoryBounds,
} from '../soak/judge-soak.ts';
import { writeSoakLab } from '../soak/soak-lab.ts';
import { soak as runSoak, type SoakTimes } from '../soak/soak-run.ts';
import { openHeadlessStage, openScreenStage } from '../soak/stage.ts';
import { copyWatched } from '../watch/watched-app.ts';

interface Form {
  /** Messages per second, of the lab's producer and the additional load. */
  readonly rate: number;
  readonly times: SoakTimes;
  /** The share of the rate below which a span is slow. */
  readonly leastRate: number;
  readonly memory: MemoryBounds;
  readonly disk: number;
}

/*
 * V8 lets a heap rise by some ten MB between two major collections, so a process has grown only when it holds a quarter more than
 * after the warm-up and 30 MB more: over eighteen million messages that finds a leak of two bytes a message.
 * On the disk: the topic may keep 4 × (32 + 4) MB and what comes in half a minute, each container's log 20 MB, the journal its cap.
 */
const long: Form = {
  rate: 5_000,
  times: { warmUpMs: 5 * 60_000, forMs: 60 * 60_000, lookMs: 5_000, spanMs: 60_000 },
  leastRate: 0.99,
  memory: { share: 0.25, bytes: 30 * 2 ** 20, windowMs: 3 * 60_000 },
  disk: 512 * 2 ** 20,
};

/** Within a test run: messages flow and none is lost. Rate and memory mean nothing in such a short time. */
const short: Form = {
  rate: 1_000,
  times: { warmUpMs: 0, forMs: 1_500, lookMs: 250, spanMs: 500 },
  leastRate: 0,
  memory: { share: 10, bytes: 2 ** 30, windowMs: 500 },
  disk: 2 ** 30,
};

/** An hour of the whole lab at the rate of a busy topic. */
export const soak: Part = {
  name: 'soak',
  promise:
    'For an hour at 5,000 messages a second no process grows, the disk does not fill, and no message is lost.',
  async *run({ cli, directory, seed, length, signal, say }, done) {
    // All rows come from one run, and this one is the last.
    if (done.has(diskRow)) return;
    const form = length === 'long' ? long : short;
    const lab = join(directory, 'lab');
    const home = join(directory, 'home');
    mkdirSync(lab, { recursive: true });
    writeSoakLab(join(dirname(dirname(cli)), 'manifests'), lab);
    const open = length === 'long' ? openScreenStage : openHeadlessStage;
    const app = copyWatched(cli, join(directory, 'app'));
    const stage = await open({ cli: app.cli, home, lab });
    try {
      const { times, rate } = form;
      const random = randomFor(seed, 'load');
      const seen = await runSoak({
        stage,
        lab,
        home,
        watched: app.watched,
        rate,
        random,
        times,
        signal,
        say,
      });
      const rows = [
        judgeRate(seed, form.rate, seen.rates, form.leastRate),
        judgeCounts(seed, seen.counts),
        ...[...seen.memory].map(([name, looks]) => judgeMemory(name, seed, looks, form.memory)),
        judgeDisk(seed, seen.disk, form.disk),
      ];
      yield* rows.filter(({ what }) => !done.has(what));
    } finally {
      await stage.close();
    }
  },
};
