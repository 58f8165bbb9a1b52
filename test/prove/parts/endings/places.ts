import { until } from '../../../ui/until.ts';
import { pick } from '../../pieces/seeds.ts';
import type { Stage } from './stage.ts';

/** The point in the lab at which an ending happens. */
export interface Place {
  readonly name: string;
  /** What can be ended there. */
  readonly has: 'nothing' | 'screen' | 'cluster' | 'clients';
  /** Starts the screen and goes there. */
  go(stage: Stage): Promise<void>;
}

const enter = '\r';
const longMs = 60_000;
const few = ['--messages', '300'];

async function first(stage: Stage, ...args: string[]): Promise<void> {
  stage.open(...few, ...args);
  await stage.screen.sees('q quit', longMs);
}

/** Step 1.1 has run: there is a cluster. */
async function withCluster(stage: Stage): Promise<void> {
  await first(stage);
  stage.screen.type(enter);
  await stage.screen.sees('Steps  1/', longMs);
}

/** The clients work in their pods, and the bars fill. */
async function withClients(stage: Stage): Promise<void> {
  await askedForPrediction(stage);
  stage.screen.type(`\u001b[B${enter}`);
  await stage.screen.sees(/✔ 2\.2 /, longMs);
}

async function askedForPrediction(stage: Stage): Promise<void> {
  await first(stage);
  stage.screen.type(`:2.2${enter}`);
  await stage.screen.sees('▸○ 2.2');
  stage.screen.type('R');
  await stage.screen.sees('First, your prediction', longMs);
}

async function ready(stage: Stage): Promise<void> {
  stage.bringSession();
  await first(stage, '--session', stage.recordedId);
}

/** Keys that a user may press anywhere; none of them quits. */
const anyKeys = [
  'j',
  'k',
  'G',
  'g',
  '1',
  '2',
  '3',
  '4',
  '\t',
  'w',
  'f',
  'p',
  't',
  'm',
  'h',
  'x',
  '?',
  '\u001b',
  enter,
  'a',
  ':',
  '/',
];

export const places: readonly Place[] = [
  {
    name: 'while it loads',
    has: 'nothing',
    async go(stage) {
      stage.open(...few);
      await stage.shell.program();
      await stage.moment(700);
    },
  },
  {
    name: 'on the first page',
    has: 'screen',
    go: (stage) => first(stage),
  },
  {
    name: 'while the cluster starts',
    has: 'screen',
    async go(stage) {
      await first(stage);
      stage.screen.type(enter);
      await stage.moment(1_500);
    },
  },
  {
    name: 'on the help page',
    has: 'cluster',
    async go(stage) {
      await withCluster(stage);
      stage.screen.type('?');
      await stage.moment(100);
    },
  },
  {
    name: 'in an answer half typed',
    has: 'cluster',
    async go(stage) {
      await withCluster(stage);
      // A question comes after its step; without brokers this one fails at once.
      stage.screen.type(`:1.8${enter}`);
      await stage.screen.sees('▸○ 1.8');
      stage.screen.type('r');
      await stage.screen.sees(/1\.8 .* failed/, longMs);
      stage.screen.type('a');
      await stage.screen.sees('Question 1 of');
      stage.screen.type('because of the part');
      await stage.screen.sees('because of the part');
    },
  },
  {
    name: 'in a command half typed',
    has: 'cluster',
    async go(stage) {
      await withCluster(stage);
      stage.screen.type(':exp');
      await stage.screen.sees(':exp');
    },
  },
  {
    name: 'in a question of the screen',
    has: 'cluster',
    async go(stage) {
      await withCluster(stage);
      stage.screen.type('r');
      await stage.screen.sees('Run this step again');
    },
  },
  {
    name: 'in a run of many steps',
    has: 'cluster',
    async go(stage) {
      await first(stage);
      stage.screen.type(`:2.1${enter}`);
      await stage.screen.sees('▸○ 2.1');
      stage.screen.type('R');
      // The first step may be over, and the next one too, before the screen is looked at.
      await stage.screen.sees(/Steps +[1-9]\d*\//, longMs);
      await stage.moment(4_000);
    },
  },
  {
    name: 'while a prediction is asked for',
    has: 'cluster',
    go: askedForPrediction,
  },
  {
    name: 'with clients at work',
    has: 'clients',
    async go(stage) {
      await withClients(stage);
      await stage.moment(2_000);
    },
  },
  {
    name: 'in a log filter half typed',
    has: 'clients',
    async go(stage) {
      await withClients(stage);
      stage.screen.type('3/rec');
      await stage.screen.sees('/rec');
    },
  },
  {
    name: 'in a swap',
    has: 'clients',
    async go(stage) {
      await withClients(stage);
      // If step 3.1 has not asked its question yet, the swap asks it first; a choice is accepted only in that box.
      stage.screen.type('s');
      await stage.screen.sees(/First, your prediction|the consumer is now the group/);
      if (stage.screen.text().includes('First, your prediction'))
        stage.screen.type(`\u001b[B\u001b[B${enter}`);
      await stage.moment(3_000);
    },
  },
  {
    name: 'in an export with clients at work',
    has: 'clients',
    async go(stage) {
      await withClients(stage);
      stage.screen.type('x');
      await stage.moment(60);
    },
  },
  {
    name: 'in an export of a recorded session',
    has: 'screen',
    async go(stage) {
      await ready(stage);
      stage.screen.type('x');
      await stage.moment(60);
    },
  },
  {
    name: 'while a session is resumed',
    has: 'nothing',
    async go(stage) {
      stage.bringSession();
      stage.open(...few, '--session', stage.recordedId);
      await stage.shell.program();
      await stage.moment(900);
    },
  },
  {
    name: 'in a session that was resumed',
    has: 'screen',
    go: ready,
  },
  {
    name: 'in a replay',
    has: 'screen',
    async go(stage) {
      stage.bringSession();
      stage.open('replay', stage.recordedId);
      await stage.screen.sees(/replay (end|▶|paused)/, longMs);
      stage.screen.type(pick(stage.random, [' ', 'g', `k${enter}`, '+++ ', '?']));
      await stage.moment(500);
    },
  },
  {
    name: 'after keys at random',
    has: 'cluster',
    async go(stage) {
      await withCluster(stage);
      for (let count = 5 + stage.random.below(30); count > 0; count -= 1) {
        stage.screen.type(pick(stage.random, anyKeys));
        await stage.moment(60);
      }
    },
  },
];

const order = ['nothing', 'screen', 'cluster', 'clients'] as const;

/** The places that offer at least this. */
export const placesWith = (least: Place['has']): Place[] =>
  places.filter(({ has }) => order.indexOf(has) >= order.indexOf(least));

/** Waits for a process of the run, and returns its pid. */
export async function processOf(stage: Stage, ...words: string[]): Promise<number> {
  await until(
    () => stage.run.find(...words).length > 0,
    () => `no process with ${words.join(' and ')}:\n${stage.screen.text()}`,
    20_000,
  );
  const found = stage.run.find(...words);
  return pick(stage.random, found).pid;
}
