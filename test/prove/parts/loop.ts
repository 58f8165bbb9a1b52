import { rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Target } from '../loop/attack.ts';
import { loopAttacks } from '../loop-attacks.ts';
import { bulk } from '../loop-delay/bulk.ts';
import { judgeLoop, type LoopBounds } from '../loop-delay/judge-loop.ts';
import { LoopCluster } from '../loop-delay/measure-loop.ts';
import { ownAttacks, shortAttacks } from '../loop-delay/own-attacks.ts';
import type { Part, PartContext } from '../part.ts';
import { copyWatched, type WatchedApp } from '../watch/watched-app.ts';

/** The promise, and for bytes what a process of 100 MB may take for a while on a machine with little memory. */
const longBounds: LoopBounds = { ownMs: 100, growth: 256 * 2 ** 20 };
/** In a test run other tests keep the machine busy: only stalls of seconds are certain. */
const shortBounds: LoopBounds = { ownMs: 3_000, growth: 1024 * 2 ** 20 };

/** Between two turns of the timer that tells how late it is. */
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

/** How long the cluster's event loop blocks everybody, at rest, under load, and for each hostile request. */
export const loop: Part = {
  name: 'loop',
  promise: 'No request keeps the other clients of the API, Kafka and ZooKeeper waiting for more than 100 ms.',
  async *run(context, done) {
    const isLong = context.length === 'long';
    const left = loads(context.length).filter(({ what }) => !done.has(what));
    const app = copyWatched(context.cli, join(context.directory, 'app'), tickMs);
    let cluster: LoopCluster | undefined;
    try {
      for (const [index, load] of left.entries()) {
        context.signal.throwIfAborted();
        cluster ??= await open(context, app, String(index));
        const { target } = cluster;
        const measure = await cluster.measure(
          () => load.run(target),
          isLong ? 120_000 : 20_000,
          context.signal,
        );
        const isSilent = measure.silentForMs !== undefined;
        // In the long form what one request left behind is not counted against the next.
        if (isLong || isSilent) {
          await cluster.close(isSilent);
          cluster = undefined;
          rmSync(join(context.directory, String(index)), { recursive: true, force: true, maxRetries: 5 });
        }
        yield judgeLoop(load.what, context.seed, measure, isLong ? longBounds : shortBounds);
      }
    } finally {
      await cluster?.close();
    }
  },
};

function open(context: PartContext, app: WatchedApp, name: string): Promise<LoopCluster> {
  const manifest = join(dirname(dirname(context.cli)), 'manifests', 'kafka.yml');
  return LoopCluster.open(app, join(context.directory, name), manifest);
}
