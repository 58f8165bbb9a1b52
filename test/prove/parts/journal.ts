import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportFormats } from '../../../source/commands/transcript/render-journal.ts';
import type { Part, PartContext, Row } from '../part.ts';
import { runConcurrently } from '../pieces/run-concurrently.ts';
import { pick, randomFor } from '../pieces/seeds.ts';
import { Tally } from '../pieces/tally.ts';
import { untilAborted } from '../pieces/until-aborted.ts';
import { damage } from './journal/damage.ts';
import { journalOf, oneOfEachKind } from './journal/every-kind.ts';
import { cutEverywhere, judgeDamaged, judgeLinks } from './journal/in-process.ts';
import { judgeNotPlain, notPlain } from './journal/special-files.ts';
import { type CliTry, judgeCut, judgeDamagedCli, remove } from './journal/through-cli.ts';

const counts = {
  short: { realBytes: 600, step: 40, damagedInProcess: 100, cuts: 1, damaged: 1 },
  long: { realBytes: 60_000, step: 1, damagedInProcess: 20_000, cuts: 200, damaged: 100 },
} as const;
const concurrency = 2;

export const journal: Part = {
  name: 'journal',
  promise:
    'A journal that was cut gives back exactly its whole records and says so; one that was damaged is read or refused, never changed, and its links tell.',
  run: runJournal,
};

async function* runJournal(context: PartContext, done: ReadonlySet<string>): AsyncGenerator<Row> {
  const { seed, length, signal, directory } = context;
  const many = counts[length];
  const real = recordedJournal(context);
  const synthetic = journalOf(oneOfEachKind());
  const unlinked = journalOf(oneOfEachKind(), 'unlinked');

  const atEveryByte = [
    ['cut at every byte, in process: one record of each kind', synthetic],
    ['cut at every byte, in process: the same, of an earlier version', unlinked],
    [
      'cut at every byte, in process: a recorded session',
      real.subarray(0, real.indexOf(0x0a, Math.min(many.realBytes, real.length - 1)) + 1),
    ],
  ] as const;
  for (const [what, bytes] of atEveryByte) {
    if (done.has(what)) continue;
    const tally = new Tally(what, 'cuts', seed);
    await cutEverywhere(join(directory, 'cut'), bytes, tally, signal, undefined, many.step);
    yield tally.row(`${bytes.length.toLocaleString('en')} bytes`);
  }

  const damagedWhat = 'bytes changed at random, in process';
  if (!done.has(damagedWhat)) {
    const tally = new Tally(damagedWhat, 'journals', seed);
    for (let turn = 0; turn < many.damagedInProcess; turn += 1) {
      signal.throwIfAborted();
      const whole = turn % 2 === 0 ? synthetic : real;
      const damaged = damage(whole, randomFor(seed, damagedWhat, turn));
      tally.add([
        ...(await judgeDamaged(join(directory, 'damaged'), whole, damaged)),
        ...judgeLinks(whole, damaged),
      ]);
    }
    yield tally.row();
  }

  const cutWhat = 'cut at random, through the command line';
  if (!done.has(cutWhat))
    yield* throughCli(
      context,
      new Tally(cutWhat, 'journals', seed),
      Array.from({ length: many.cuts }, (_, turn) => turn),
      (one, turn) => {
        const whole = turn % 2 === 0 ? real : synthetic;
        // The first byte, the last and what is between.
        const cut = turn < 2 ? turn : randomFor(seed, cutWhat, turn).below(whole.length + 1);
        return judgeCut(one, whole, cut);
      },
      'each exported as md, html, json and cast, replayed, resumed',
    );

  const damagedCliWhat = 'bytes changed at random, through the command line';
  if (!done.has(damagedCliWhat))
    yield* throughCli(
      context,
      new Tally(damagedCliWhat, 'journals', seed),
      Array.from({ length: many.damaged }, (_, turn) => turn),
      (one, turn) => {
        const random = randomFor(seed, damagedCliWhat, turn);
        return judgeDamagedCli(
          one,
          damage(pick(random, [real, synthetic]), random),
          pick(random, exportFormats),
        );
      },
      'each exported, replayed, resumed',
    );

  const notPlainWhat = 'something else than a plain file as the journal';
  if (!done.has(notPlainWhat) && process.platform !== 'win32') {
    const names = length === 'long' ? Object.keys(notPlain) : ['a FIFO'];
    yield* throughCli(context, new Tally(notPlainWhat, 'journals', seed), names, async (one, name) =>
      (await judgeNotPlain(one, notPlain[name]!)).map((complaint) => `${name}: ${complaint}`),
    );
  }
}

async function* throughCli<Item>(
  { cli, directory, signal, say }: PartContext,
  tally: Tally,
  items: readonly Item[],
  judge: (one: CliTry, item: Item) => Promise<string[]>,
  measured = '',
): AsyncGenerator<Row> {
  let number = 0;
  const tries = runConcurrently(items, concurrency, signal, async (item) => {
    number += 1;
    const own = join(directory, `try-${number}`);
    mkdirSync(own);
    const began = performance.now();
    const complaints = await untilAborted(signal, judge({ cli, directory: own, signal }, item)).finally(() =>
      remove(own),
    );
    return { complaints, tookMs: performance.now() - began };
  });
  for await (const { complaints, tookMs } of tries) {
    tally.add(complaints, tookMs);
    if (complaints.length > 0) say(`${tally.what}: ${complaints.join('; ')}`);
  }
  yield tally.row(measured);
}

/** The journal of a session that ran on this machine. */
function recordedJournal({ cli, directory, length }: PartContext): Buffer {
  const home = join(directory, 'recorded');
  mkdirSync(home);
  const until = length === 'long' ? '2.5' : '1.2';
  const words = [cli, 'run', '--until', until, '--messages', '300', '--home', home];
  execFileSync(process.execPath, words, { stdio: 'ignore', timeout: 120_000 });
  const [id = ''] = readdirSync(join(home, 'sessions'));
  return readFileSync(join(home, 'sessions', id, 'journal.jsonl'));
}
