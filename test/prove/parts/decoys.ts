import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Part, PartContext, Row } from '../part.ts';
import { Tally } from '../pieces/tally.ts';
import { untilAborted } from '../pieces/until-aborted.ts';
import { type Scenario, scenarios } from './decoys/scenarios.ts';
import { World } from './decoys/world.ts';

export const decoys: Part = {
  name: 'decoys',
  promise:
    'Clusters, kubeconfigs, images, directories and programs of somebody else stay as they are, byte for byte and pid for pid.',
  run: runDecoys,
};

async function* runDecoys(context: PartContext, done: ReadonlySet<string>): AsyncGenerator<Row> {
  if (process.platform !== 'linux') return;
  const { cli, directory, signal, seed, length } = context;
  const wanted = Object.entries(scenarios).filter(
    ([what, { short }]) => !done.has(what) && (length === 'long' || short),
  );
  let world: World | undefined;
  try {
    for (const [what, scenario] of wanted) {
      // In the long form each has a machine of its own.
      if (length === 'long') await world?.close();
      if (length === 'long' || world === undefined) {
        const own = join(directory, what.replaceAll(/\W+/g, '-'));
        mkdirSync(own);
        world = await untilAborted(signal, World.make(cli, own, signal, scenario.kind === true));
      }
      const tally = new Tally(what, scenario.unit, seed);
      await tryAll(context, world, scenario, tally);
      yield tally.row();
    }
  } finally {
    await world?.close();
  }
}

/** After each try, checks every decoy. */
async function tryAll(context: PartContext, world: World, scenario: Scenario, tally: Tally): Promise<void> {
  const { length, signal, say } = context;
  const tries = scenario.run(world, length);
  for (;;) {
    const began = performance.now();
    const next = await untilAborted(signal, tries.next());
    if (next.done) return;
    const complaints = [...next.value.complaints, ...(await world.touched())].map((each) =>
      `${next.value.name}: ${each}`.replaceAll(world.directory, 'DIR'),
    );
    tally.add(complaints, performance.now() - began);
    if (complaints.length > 0) say(complaints.join('; ').slice(0, 600));
    world.restore();
  }
}
