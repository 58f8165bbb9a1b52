/**
 * The screens as reviewed pictures. `UPDATE_SCREENS=1 npx vitest run test/ui/golden` redraws them: look at each changed picture before you
 * commit it.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { drawScreen, palettes } from '../../../scripts/draw-screen.js';
import type { JournalEvent } from '../../../source/journal/events.ts';
import { filterLog } from '../../../source/ui/logs/log-moves.ts';
import { followingLogPane } from '../../../source/ui/logs/log-pane-state.ts';
import { parsePattern } from '../../../source/ui/logs/pattern.ts';
import type { UiState } from '../../../source/ui/state/ui-state.ts';
import { viewActions } from '../../../source/ui/state/view-actions.ts';
import { type DetailState, freshDetail } from '../../../source/ui/views/detail-state.ts';
import type { OpenView } from '../../../source/ui/views/open-view.ts';
import { freshTable } from '../../../source/ui/views/table-state.ts';
import type { ViewAction } from '../../../source/ui/views/view.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { fakeDetail, fakeView, podRows } from '../views/fake-view.ts';
import { kafkaScenes } from './kafka-scenes.ts';
import { paintScreen } from './paint-screen.tsx';
import { ageAt, followedBy, freshSession, sessionAfter, untilStepEnded } from './recorded-session.ts';
import { eventRows, loggedLines } from './view-content.ts';

interface Scene {
  readonly events: readonly JournalEvent[];
  readonly look?: Partial<UiState>;
  readonly env?: Readonly<Record<string, string>>;
  readonly light?: boolean;
}

const directory = join(import.meta.dirname, 'screens');
const index = (id: string): number => kafkaLab.steps.findIndex((step) => step.id === id);
const at = (id: string): Scene => ({ events: untilStepEnded(id), look: { selected: index(id) } });

const failing = followedBy(
  untilStepEnded('1.4'),
  { type: 'step-started', step: '1.5', title: 'Wait until every broker is there' },
  { type: 'command-started', command: 900, line: 'kubectl get pods', step: '1.5', attempt: 1 },
  {
    type: 'command-output',
    command: 900,
    stream: 'stdout',
    text: [
      'NAME          READY   STATUS             RESTARTS     AGE',
      'kafka-0       1/1     Running            0            61s',
      'kafka-1       1/1     Running            0            60s',
      'kafka-2       0/1     CrashLoopBackOff   3 (9s ago)   59s',
      'zookeeper-0   1/1     Running            0            63s',
    ].join('\n'),
  },
  { type: 'command-ended', command: 900, ending: 'exited', exitCode: 0, durationMs: 80 },
  {
    type: 'check-failed',
    step: '1.5',
    check: 'pods-running',
    title: 'the list shows every pod running',
    evidence: 'kafka-2 0/1 CrashLoopBackOff, 3 restarts; its log ends: KAFKA_ZOOKEEPER_CONNECT is required.',
    hint: 'kafka-2 ends as soon as it has started: `kubectl logs kafka-2` says why, kafka.yml has its environment.',
    durationMs: 60_000,
  },
  { type: 'step-ended', step: '1.5', outcome: 'failed', durationMs: 60_200 },
);

const hintTaken = followedBy(failing, { type: 'hint', step: '1.5', taken: 1 }).slice(failing.length);

const withoutPrediction = untilStepEnded('2.1').filter(({ type }) => type !== 'prediction');

const asked: Scene = {
  events: untilStepEnded('2.1'),
  look: {
    selected: index('2.2'),
    mode: { kind: 'predict', step: index('2.2'), choice: 1, wanted: 'show', seen: true },
  },
};
const swapped = at('3.1');
const filtered: Scene = {
  events: untilStepEnded('4.1'),
  look: {
    selected: index('4.1'),
    focus: 'consumer',
    fullScreen: true,
    logs: {
      producer: followingLogPane,
      consumer: filterLog(followingLogPane, parsePattern('partition [12],')),
    },
  },
};

const openPods: OpenView = {
  view: fakeView(podRows),
  table: { ...freshTable, selected: 'kafka-2', sort: { column: 'NAME', descending: false } },
  detail: undefined,
};
const description = readFileSync(join(import.meta.dirname, 'described-pod.txt'), 'utf8').split('\n');
const pods: Scene = { events: untilStepEnded('1.3'), look: { opened: [openPods] } };
const describedWith = (state: Partial<DetailState>): Scene => ({
  ...pods,
  look: {
    opened: [
      {
        ...openPods,
        detail: { detail: fakeDetail(description), state: { ...freshDetail(false), ...state } },
      },
    ],
  },
});
const podsFiltered: Scene = {
  ...pods,
  look: { opened: [{ ...openPods, table: { ...openPods.table, filter: parsePattern('kafka') } }] },
};
const described = describedWith({});
const deleting: Scene = {
  ...pods,
  look: {
    ...pods.look,
    mode: {
      kind: 'confirm',
      what: 'ask',
      question: 'Delete it?',
      command: 'kubectl delete pod kafka-2',
      yes: () => ({ kind: 'nothing' }),
    },
  },
};

const events: OpenView = {
  view: fakeView(eventRows, { title: 'events', command: 'kubectl get events' }),
  table: { ...freshTable, sort: { column: 'LAST SEEN', descending: false } },
  detail: undefined,
};
const eventsOpen: Scene = { events: untilStepEnded('1.3'), look: { opened: [events] } };
const logOpen: Scene = {
  ...pods,
  look: {
    opened: [
      {
        ...openPods,
        detail: {
          detail: fakeDetail(loggedLines, {
            title: 'kafka-2',
            command: 'kubectl logs -f --tail=1000 kafka-2',
            follows: true,
          }),
          state: freshDetail(true),
        },
      },
    ],
  },
};
const mistyped: Scene = {
  ...pods,
  look: {
    ...pods.look,
    mode: { kind: 'command', text: 'pdos', cursor: 4, failed: true },
    viewNames: ['pods', 'nodes'],
    message: 'There is no command or view `:pdos`. Did you mean `:pods`?',
  },
};
const allActions: ReadonlySet<ViewAction> = new Set(Object.values(viewActions));
const helpOver = (opened: OpenView): Scene => ({
  ...pods,
  look: { opened: [opened], mode: { kind: 'help' } },
});

/** A view is reviewed on a small, a usual and a large terminal. */
const inThreeSizes = (name: string, scene: Scene): [string, Scene][] =>
  ['80x24', '120x35', '200x50'].map((size) => [`${name}-${size}`, scene]);

const kafkaViews = await kafkaScenes();
const views = Object.fromEntries([
  ...Object.entries(kafkaViews).flatMap(([name, open]) =>
    inThreeSizes(`kafka-${name}`, { events: untilStepEnded('2.5'), look: { opened: [open] } }),
  ),
  ...inThreeSizes('pods', pods),
  ...inThreeSizes('pods-filtered', podsFiltered),
  ...inThreeSizes('events', eventsOpen),
  ...inThreeSizes('describe', described),
  ...inThreeSizes('log', logOpen),
  ...inThreeSizes('delete', deleting),
  ...inThreeSizes('mistyped', mistyped),
  ...inThreeSizes('view-help', helpOver({ ...openPods, view: fakeView(podRows, { actions: allActions }) })),
  ...inThreeSizes('kafka-help', helpOver(kafkaViews.topics!)),
  ...inThreeSizes('messages-help', helpOver(kafkaViews.messages!)),
  ...inThreeSizes('text-help', helpOver(kafkaViews.message!)),
]);

const scenes: Readonly<Record<string, Scene>> = {
  ...views,
  'first-80x24': { events: freshSession },
  'first-200x60': { events: freshSession },
  'passed-80x24': at('1.3'),
  'failed-80x24': { events: [...failing, ...hintTaken], look: { selected: index('1.5') } },
  'failed-120x40': { events: failing, look: { selected: index('1.5') } },
  'predict-80x24': asked,
  'hidden-80x24': { ...asked, events: withoutPrediction, look: { selected: index('2.2') } },
  'quarter-80x24': at('2.5'),
  'quarter-120x40': at('2.5'),
  'swapped-80x24': swapped,
  'swapped-120x40': swapped,
  'swapped-light-120x40': { ...swapped, look: { ...swapped.look, theme: 'light' }, light: true },
  'swapped-no-colour-120x40': { ...swapped, env: { NO_COLOR: '1' } },
  'five-members-80x24': at('4.3'),
  'five-members-200x60': at('4.3'),
  'last-80x24': at('4.6'),
  'filter-120x40': filtered,
  'help-80x24': { events: freshSession, look: { mode: { kind: 'help' } } },
  'describe-searched-80x24': describedWith({ top: 4, pattern: parsePattern('status|ready') }),
  'too-small-60x20': { events: freshSession },
};

beforeAll(() => {
  vi.useFakeTimers({ toFake: ['Date'] });
  process.env.TZ = 'UTC';
});
afterAll(() => {
  vi.useRealTimers();
});

it.each(Object.entries(scenes))('the screen looks like the picture %s', async (name, scene) => {
  const store = await sessionAfter(scene.events);
  const [columns = 0, rows = 0] = /(\d+)x(\d+)$/.exec(name)?.slice(1).map(Number) ?? [];
  vi.setSystemTime(store.snapshot().startedAt + ageAt(scene.events.at(-1)!));
  const painted = await paintScreen(store, { columns, rows }, scene.look, scene.env);
  try {
    const buffer = painted.terminal.buffer.active;
    const text = `${Array.from({ length: rows }, (_, row) => buffer.getLine(row)?.translateToString(true).trimEnd() ?? '').join('\n')}\n`;
    const picture = drawScreen(painted.terminal, name, scene.light ? palettes.light : palettes.dark);
    matches(`${name}.golden.txt`, text);
    matches(`${name}.svg`, picture);
  } finally {
    painted.close();
  }
});

function matches(file: string, drawn: string): void {
  const path = join(directory, file);
  if (process.env.UPDATE_SCREENS) writeFileSync(path, drawn);
  else expect(existsSync(path) ? readFileSync(path, 'utf8') : `${file} is not there`).toBe(drawn);
}
