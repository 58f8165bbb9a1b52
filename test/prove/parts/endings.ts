import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Part, PartContext, Row } from '../part.ts';
import { runConcurrently } from '../pieces/run-concurrently.ts';
import { pick, randomFor } from '../pieces/seeds.ts';
import { Tally } from '../pieces/tally.ts';
import { untilAborted } from '../pieces/until-aborted.ts';
import { judge } from './endings/aftermath.ts';
import { type Kind, kinds } from './endings/kinds.ts';
import { placesWith } from './endings/places.ts';
import { Stage } from './endings/stage.ts';

const tries = { short: 1, long: 20 } as const;
const concurrency = 2;
/** The short form has one of each thing that can be ended, near the start of the lab. */
const inShort = [
  'SIGTERM of the screen',
  'SIGKILL of the screen',
  'a closed terminal',
  'ctrl-z, kill',
  'SIGKILL of the cluster',
];
const shortPlaces = ['on the first page', 'in a command half typed'];

interface Recorded {
  readonly home: string;
  readonly id: string;
  readonly client: string;
}

export const endings: Part = {
  name: 'endings',
  promise:
    'However it ends, nothing keeps running, the terminal is given back, and the session goes on from its journal.',
  run: runEndings,
};

async function* runEndings(context: PartContext, done: ReadonlySet<string>): AsyncGenerator<Row> {
  if (process.platform !== 'linux') return;
  const { length, signal, seed } = context;
  const wanted = kinds.filter(({ what }) => !done.has(what) && (length === 'long' || inShort.includes(what)));
  if (wanted.length === 0) return;
  const recorded = record(context);
  const jobs = wanted.flatMap((kind) => Array.from({ length: tries[length] }, (_, turn) => ({ kind, turn })));
  const tallies = new Map(wanted.map(({ what }) => [what, new Tally(what, 'endings', seed)]));
  const reached = new Map<string, Set<string>>(wanted.map(({ what }) => [what, new Set()]));
  const attempts = inGroups(jobs, signal, (job) => attempt(context, recorded, job.kind, job.turn));
  for await (const { kind, place, complaints, tookMs } of attempts) {
    const tally = tallies.get(kind.what)!;
    tally.add(
      complaints.map((complaint) => `${place}: ${complaint}`),
      tookMs,
    );
    reached.get(kind.what)!.add(place);
    if (complaints.length > 0) context.say(`${kind.what}, ${place}: ${complaints.join('; ')}`);
    if (tally.count === tries[length]) yield tally.row(`places: ${reached.get(kind.what)!.size}`);
  }
}

/** Those that need it run alone, after the others. */
async function* inGroups<Job extends { readonly kind: Kind }, Result>(
  jobs: readonly Job[],
  signal: AbortSignal,
  act: (job: Job) => Promise<Result>,
): AsyncGenerator<Result> {
  const beside = jobs.filter(({ kind }) => kind.runsAlone !== true);
  const alone = jobs.filter(({ kind }) => kind.runsAlone === true);
  yield* runConcurrently(beside, concurrency, signal, act);
  yield* runConcurrently(alone, 1, signal, act);
}

/** One ending: goes to a place with the target, ends it, and checks what is left. */
async function attempt(context: PartContext, recorded: Recorded, kind: Kind, turn: number) {
  const { cli, directory, seed, length, signal } = context;
  const random = randomFor(seed, 'endings', kind.what, turn);
  const choice = placesWith(kind.needs);
  const place = pick(
    random,
    length === 'long' ? choice : choice.filter(({ name }) => shortPlaces.includes(name)).slice(0, 1),
  );
  const setting = pick(random, kind.settings ?? (['lives'] as const));
  const own = join(directory, `${kind.what.replaceAll(/\W+/g, '-')}-${turn}`);
  const stage = new Stage({
    cli,
    directory: own,
    random,
    recorded: recorded.home,
    recordedId: recorded.id,
    clientCommand: kind.foreign ? recorded.client : undefined,
    setting,
  });
  let tookMs = 0;
  try {
    const work = async () => {
      await place.go(stage);
      return judge(stage, await kind.end(stage));
    };
    tookMs = await untilAborted(signal, work());
  } catch (error) {
    signal.throwIfAborted();
    stage.complain(`it could not be tried: ${(error as Error).message}`);
  } finally {
    await stage.close();
    rmSync(own, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }
  return {
    kind,
    place: setting === 'lives' ? place.name : `${place.name} (${setting})`,
    complaints: stage.complaints,
    tookMs,
  };
}

/** A session to resume, export and replay; and a client of the learner's own, which leaves a program in a session of its own. */
function record({ cli, directory, length }: PartContext): Recorded {
  const home = join(directory, 'recorded');
  mkdirSync(home);
  const until = length === 'long' ? '2.5' : '1.1';
  execFileSync(process.execPath, [cli, 'run', '--until', until, '--messages', '300', '--home', home], {
    stdio: 'ignore',
    timeout: 120_000,
  });
  rmSync(join(home, 'clusters'), { recursive: true, force: true });
  const [id = ''] = readdirSync(join(home, 'sessions'));
  const client = join(directory, 'client.sh');
  const bundled = join(dirname(cli), 'clients.cjs');
  writeFileSync(
    client,
    `#!/bin/sh\nsetsid sleep 1000 > /dev/null 2>&1 &\n"${process.execPath}" "${bundled}" & wait\n`,
  );
  chmodSync(client, 0o755);
  return { home, id, client };
}
