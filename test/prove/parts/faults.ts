import { mkdirSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { faultRow } from '../faults/fault-row.ts';
import { longKinds, shortKinds } from '../faults/kinds.ts';
import { writeFaultsManifest } from '../faults/manifest.ts';
import { World } from '../faults/world.ts';
import type { Part, PartContext, Row } from '../part.ts';

const longMs = 30 * 60_000;
const shortMs = 3_000;

/** Broker faults on the built cluster, through its listeners, judged by the clients' results. */
export const faults: Part = {
  name: 'faults',
  promise:
    'No acknowledged message is lost, none is invented, the order in a partition is kept, and committed offsets never go back, ' +
    'whatever happens to brokers, ZooKeeper, nodes and the cluster itself.',
  async *run(context, done) {
    const kinds = context.length === 'long' ? longKinds : shortKinds;
    const forMs = context.length === 'long' ? longMs / kinds.length : shortMs;
    for (const [index, kind] of kinds.entries()) {
      if (!done.has(kind.what)) yield await row(context, kind, forMs, String(index));
    }
  },
};

async function row(
  context: PartContext,
  kind: (typeof longKinds)[number],
  forMs: number,
  name: string,
): Promise<Row> {
  const { cli, seed, length, signal, say } = context;
  const directory = join(context.directory, name);
  mkdirSync(directory, { recursive: true });
  const manifest = join(directory, 'kafka.yml');
  writeFaultsManifest(join(dirname(dirname(cli)), 'manifests', 'kafka.yml'), manifest);
  const world = await World.open({ cli, home: join(directory, 'home') }, manifest, signal);
  try {
    return await faultRow(kind, world, {
      seed,
      forMs,
      members: length === 'long' ? 3 : 2,
      producers: length === 'long' ? { plain: 3, idempotent: 2 } : { plain: 1, idempotent: 1 },
      signal,
      say,
    });
  } finally {
    await world.close();
    rmSync(directory, { recursive: true, force: true, maxRetries: 5 });
  }
}
