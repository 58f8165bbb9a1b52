import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { exportFormats } from '../../../source/commands/transcript/render-journal.ts';
import type { Part, PartContext, Row } from '../part.ts';
import { hostileTexts } from '../pieces/hostile-texts.ts';
import { hostileIn, hostileOnTerminal } from '../pieces/judge-output.ts';
import { runCli } from '../pieces/run-cli.ts';
import { runConcurrently } from '../pieces/run-concurrently.ts';
import { pick, randomFor } from '../pieces/seeds.ts';
import { Tally } from '../pieces/tally.ts';
import { untilAborted } from '../pieces/until-aborted.ts';
import { judgeClient } from './text/hostile-client.ts';
import { hostileJournal, judgeExport, judgeScreen } from './text/hostile-journal.ts';
import { hostileObjects, printsObjects } from './text/hostile-objects.ts';
import { hostileRuns, isData } from './text/hostile-strings.ts';
import { runInTerminal } from './text/run-in-terminal.ts';

const concurrency = 2;
/** How often each place is tried, each time with a different text. */
const rounds = { short: 1, long: 6 } as const;
const inShort = ['a verb', '--lab-dir', 'kubectl: a name', 'KAFKA_LAB_HOME'];
const shortPrints = [
  ['describe', 'configmap', 'hostile'],
  ['get', 'events'],
];

interface Try {
  readonly where: string;
  judge(): Promise<string[]>;
}

export const text: Part = {
  name: 'text',
  promise:
    'Nothing that comes from outside acts on the terminal, or hides in what is shown: not from objects, errors, journals or logs.',
  run: runText,
};

async function* runText(context: PartContext, done: ReadonlySet<string>): AsyncGenerator<Row> {
  const { cli, directory, seed, length, signal } = context;
  const isLong = length === 'long';
  const home = join(directory, 'home');
  mkdirSync(home);
  const env = { KAFKA_LAB_HOME: home };
  const texts = hostileTexts;

  const rows: Readonly<Record<string, () => readonly Try[] | Promise<readonly Try[]>>> = {
    'a journal of somebody else: every export': () =>
      exportFormats.map((format) => ({
        where: '',
        judge: () => judgeExport(cli, own('export', format), hostileJournal(texts), format, signal),
      })),
    'a journal of somebody else: the screen': () =>
      (isLong ? (['replay', 'resume'] as const) : (['replay'] as const)).flatMap((verb) =>
        chunks(texts, isLong ? 6 : texts.length).map((some, number) => ({
          where: '',
          judge: () => judgeScreen(cli, own('screen', verb, number), hostileJournal(some), verb, signal),
        })),
      ),
    'objects through kubectl': async () => {
      const changed = await serve();
      return (isLong ? printsObjects : shortPrints).map((words) => ({
        where: `kubectl ${words.join(' ')}`,
        judge: () =>
          bothWays(
            ['kubectl', ...words.map((word) => (word === 'CHANGED' ? changed : word))],
            env,
            isData(words) ? ['stdout'] : [],
          ),
      }));
    },
    'errors by words, variables, paths and files': () =>
      Object.entries(hostileRuns)
        .filter(([where]) => isLong || inShort.includes(where))
        .flatMap(([where, run]) =>
          Array.from({ length: rounds[length] }, (_, round) => {
            // No command line and no variable can contain a NUL.
            const chosen = pick(
              randomFor(seed, where, round),
              texts.filter((each) => !each.text.includes('\u0000')),
            );
            return {
              where: `${where} with ${chosen.name}`,
              judge: () => {
                const { words, env: more = {} } = run(chosen.text, own('words', where, round));
                // The container's runtime, too, writes to both streams of an exec.
                return bothWays(words, { ...env, ...more }, words[1] === 'exec' ? ['stdout', 'stderr'] : []);
              },
            };
          }),
        ),
    ...(isLong
      ? {
          'the log of a client, on the screen and saved from it': () => [
            { where: '', judge: () => judgeClient(cli, own('client'), texts, signal) },
          ],
        }
      : {}),
  };

  try {
    for (const [what, tries] of Object.entries(rows)) {
      if (done.has(what)) continue;
      const tally = new Tally(what, 'ways out', seed);
      const judged = runConcurrently(await tries(), concurrency, signal, async ({ where, judge }) =>
        (await untilAborted(signal, judge())).map((each) => (where === '' ? each : `${where}: ${each}`)),
      );
      for await (const complaints of judged) {
        tally.add(complaints);
        if (complaints.length > 0) context.say(`${what}: ${complaints.join('; ')}`.slice(0, 600));
      }
      yield tally.row(`${texts.length} texts`);
    }
  } finally {
    await runCli(cli, ['down'], { env, timeoutMs: 20_000 });
  }

  function own(...names: readonly (string | number)[]): string {
    const path = join(directory, names.join('-').replaceAll(/[^\w-]+/g, '-'));
    rmSync(path, { recursive: true, force: true });
    mkdirSync(path);
    return path;
  }

  /** To a pipe, except for output that is data there, and to a terminal. */
  async function bothWays(
    words: readonly string[],
    variables: Readonly<Record<string, string>>,
    data: readonly ('stdout' | 'stderr')[],
  ): Promise<string[]> {
    const piped = await runCli(cli, words, { env: variables, timeoutMs: 30_000, signal });
    const found = (['stdout', 'stderr'] as const)
      .filter((stream) => !data.includes(stream))
      .flatMap((stream) => hostileIn(piped[stream]).map((each) => `in a pipe ${each}`));
    if (piped.code === undefined) found.push('it does not end');
    if (!isLong) return found;
    const shown = await runInTerminal(cli, words, variables);
    return [...found, ...hostileOnTerminal(shown.bytes).map((each) => `on a terminal ${each}`)];
  }

  /** A cluster with the hostile objects; returns a file that would change them. */
  async function serve(): Promise<string> {
    const up = await runCli(cli, ['up', '--detach', '--json'], { env, signal });
    if (up.code !== 0) throw new Error(`kafka-lab up: ${up.stderr}`);
    const file = join(directory, 'objects.json');
    const changed = join(directory, 'changed.json');
    const list = (some: typeof texts) =>
      JSON.stringify({ apiVersion: 'v1', kind: 'List', items: hostileObjects(some) });
    writeFileSync(file, list(texts));
    writeFileSync(changed, list([...texts.slice(3), ...texts.slice(0, 3)]));
    const applied = await runCli(cli, ['kubectl', 'create', '-f', file], { env, signal });
    if (applied.code !== 0)
      context.say(`not every object was made: ${JSON.stringify(applied.stderr.slice(0, 400))}`);
    await runCli(cli, ['kubectl', 'rollout', 'status', 'deployment/hostile', '--timeout=20s'], {
      env,
      timeoutMs: 30_000,
      signal,
    });
    return changed;
  }
}

function chunks<Value>(values: readonly Value[], size: number): Value[][] {
  return Array.from({ length: Math.ceil(values.length / size) }, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  );
}
