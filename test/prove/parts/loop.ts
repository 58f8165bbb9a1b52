import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Target } from '../loop/attack.ts';
import { loopAttacks } from '../loop-attacks.ts';
import { bulk } from '../loop-delay/bulk.ts';
import {
  describeEarlier,
  judgeLoop,
  type LoopBounds,
  type LoopMeasure,
  shown,
} from '../loop-delay/judge-loop.ts';
import { judgeWaits, longestWait } from '../loop-delay/judge-waits.ts';
import { LoopCluster } from '../loop-delay/measure-loop.ts';
import { ownAttacks, shortAttacks } from '../loop-delay/own-attacks.ts';
import type { Part, PartContext, Row } from '../part.ts';
import { copyWatched, type WatchedApp } from '../watch/watched-app.ts';

/** The promise; the longest wait that a user does not mistake for a failure; and the bytes that a small machine can spare for a while. */
const longBounds: LoopBounds = { ownMs: 100, waitMs: 750, growth: 256 * 2 ** 20 };
/** In a test run other tests keep the machine busy: only stalls of seconds are certain. */
const shortBounds: LoopBounds = { ownMs: 3_000, waitMs: 10_000, growth: 1024 * 2 ** 20 };

/**
 * How often a load is measured at most, if it broke a bound or could not be tried. On a busy machine, another process may be the cause: the
 * thread waits for a helper of V8's collector, or for the disk, which does not count as waiting for a CPU, and memory is freed later. A request
 * that blocks the loop, or is held without a bound, has the same effect each time. The row also shows what was found before.
 */
const mostMeasures = 3;

/** The interval of the timer that measures the delay. */
const tickMs = 10;

interface Load {
  readonly what: string;
  run(target: Target): Promise<unknown>;
}

function loads(length: PartContext['length']): Load[] {
  const isLong = length === 'long';
  const ms = isLong ? 60_000 : 500;
  const scale = isLong ? 1 : 0.02;
  return [
    { what: 'idle', run: () => delay(ms) },
    { what: 'bulk produce and consume', run: ({ bootstrap }) => bulk(bootstrap, ms) },
    ...(isLong ? [...ownAttacks, ...loopAttacks] : shortAttacks).map((attack) => ({
      what: attack.name,
      run: (target: Target) => attack.run(target, scale),
    })),
  ];
}

/** How long the event loop of the cluster is blocked, at rest, under load, and for each hostile request. */
export const loop: Part = {
  name: 'loop',
  promise:
    'No request holds the event loop of the API, Kafka and ZooKeeper for more than 100 ms, or keeps the request of another client waiting for more than 750 ms.',
  async *run(context, done) {
    const left = loads(context.length).filter(({ what }) => !done.has(what));
    const app = copyWatched(context.cli, join(context.directory, 'app'), tickMs);
    const clusters = new Clusters(context, app);
    try {
      for (const load of left)
        for (const row of await proveLoad(context, clusters, load)) if (!done.has(row.what)) yield row;
    } finally {
      await clusters.close();
    }
  },
};

/** The row for the load itself comes last: whoever continues from here has the others by then. */
async function proveLoad(context: PartContext, clusters: Clusters, load: Load): Promise<Row[]> {
  const { length, seed, signal, say } = context;
  const isLong = length === 'long';
  const bounds = isLong ? longBounds : shortBounds;
  const before: string[] = [];
  for (let turn = 1; ; turn += 1) {
    signal.throwIfAborted();
    let measure: LoopMeasure;
    try {
      const cluster = await clusters.get();
      measure = await cluster.measure(() => load.run(cluster.target), isLong ? 120_000 : 20_000, signal);
    } catch (error) {
      signal.throwIfAborted();
      await clusters.close(true);
      const details = `it could not be tried: ${error instanceof Error ? error.message : String(error)}`;
      if (turn === mostMeasures)
        return [{ what: load.what, seed, count: 1, unit: 'attempts', broken: 1, details }];
      say(`${load.what}: ${details}`);
      before.push(details);
      continue;
    }
    // In the long form, the remains of one request do not count against the next.
    if (isLong || measure.silentForMs !== undefined) await clusters.close(measure.silentForMs !== undefined);
    const rows = [
      judgeWaits(load.what, seed, measure, bounds.waitMs),
      judgeLoop(load.what, seed, measure, bounds),
    ];
    const broken = rows.reduce((sum, row) => sum + row.broken, 0);
    if (broken === 0 || turn === mostMeasures || measure.silentForMs !== undefined)
      return rows.map((row) => ({ ...row, details: [row.details, ...before].join('; ') }));
    before.push(
      `${describeEarlier(measure, bounds)}, others waited for up to ${shown(longestWait(measure))}`,
    );
    say(`${load.what}: ${before.at(-1)}; it is measured again`);
  }
}

/** The clusters that are measured, one after the other, each with a home of its own. */
class Clusters {
  readonly #context: PartContext;
  readonly #app: WatchedApp;
  #cluster: LoopCluster | undefined;
  #opened = 0;

  constructor(context: PartContext, app: WatchedApp) {
    this.#context = context;
    this.#app = app;
  }

  async get(): Promise<LoopCluster> {
    this.#opened += this.#cluster === undefined ? 1 : 0;
    this.#cluster ??= await open(this.#context, this.#app, String(this.#opened));
    return this.#cluster;
  }

  async close(isSilent = false): Promise<void> {
    const cluster = this.#cluster;
    this.#cluster = undefined;
    await cluster?.close(isSilent);
    rmSync(join(this.#context.directory, String(this.#opened)), {
      recursive: true,
      force: true,
      maxRetries: 5,
    });
  }
}

function open(context: PartContext, app: WatchedApp, name: string): Promise<LoopCluster> {
  const manifest = join(dirname(dirname(context.cli)), 'manifests', 'kafka.yml');
  return LoopCluster.open(app, join(context.directory, name), manifest);
}
