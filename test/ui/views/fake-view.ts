import {
  type Detail,
  type DetailContent,
  mostLines,
  type Outcome,
  type View,
  type ViewAction,
  type ViewContent,
  type Views,
} from '../../../source/ui/views/view.ts';

class Changing<Content> {
  #content: Content;
  readonly #listeners = new Set<() => void>();
  isClosed = false;

  constructor(content: Content) {
    this.#content = content;
  }

  readonly snapshot = (): Content => this.#content;

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly close = (): void => {
    this.isClosed = true;
  };

  set(content: Content): void {
    this.#content = content;
    for (const listener of this.#listeners) listener();
  }
}

export interface FakeView extends View {
  readonly isClosed: boolean;
  /** What was asked for: `describe kafka-0`. */
  readonly asked: string[];
  set(content: ViewContent): void;
}

/** A view whose rows and outcomes the test gives. */
export function fakeView(
  content: ViewContent,
  {
    answer = () => ({ kind: 'nothing' }),
    ...given
  }: Partial<View> & {
    readonly answer?: (action: ViewAction, id: string | undefined) => Outcome | Promise<Outcome>;
  } = {},
): FakeView {
  const changing = new Changing(content);
  const asked: string[] = [];
  return {
    title: 'pods',
    command: 'kubectl get pods',
    keys: 'resources',
    actions: new Set(['open', 'describe', 'logs', 'previous-logs', 'delete', 'shell', 'yaml']),
    perform(action, row) {
      asked.push(`${action} ${row?.id}`);
      return answer(action, row?.id);
    },
    ...given,
    asked,
    snapshot: changing.snapshot,
    subscribe: changing.subscribe,
    close: changing.close,
    set: (next) => changing.set(next),
    get isClosed() {
      return changing.isClosed;
    },
  };
}

export interface FakeDetail extends Detail {
  readonly isClosed: boolean;
  set(lines: readonly string[]): void;
}

export function fakeDetail(lines: readonly string[], given: Partial<Detail> = {}): FakeDetail {
  const contentOf = (all: readonly string[]): DetailContent => ({
    lines: all.slice(-mostLines),
    loaded: true,
    dropped: Math.max(0, all.length - mostLines),
  });
  const changing = new Changing(contentOf(lines));
  return {
    title: 'kafka-0',
    command: 'kubectl describe pod kafka-0',
    follows: false,
    ...given,
    snapshot: changing.snapshot,
    subscribe: changing.subscribe,
    close: changing.close,
    set: (next) => changing.set(contentOf(next)),
    get isClosed() {
      return changing.isClosed;
    },
  };
}

/** Opens each view by its title. */
export function fakeViews(...views: readonly View[]): Views {
  return {
    names: () => views.map(({ title }) => title),
    open: (name) => Promise.resolve(views.find(({ title }) => title === name)),
  };
}

const columns = [
  'NAME',
  'READY',
  'STATUS',
  'RESTARTS',
  'AGE',
  'IP',
  'NODE',
  'NOMINATED NODE',
  'READINESS GATES',
];
const rows = [
  ['kafka-0', '1/1', 'Running', '0', '4m12s', '10.244.2.2', 'kafka-lab-worker2', '<none>', '<none>'],
  ['kafka-1', '1/1', 'Running', '0', '4m11s', '10.244.3.2', 'kafka-lab-worker3', '<none>', '<none>'],
  [
    'kafka-2',
    '0/1',
    'CrashLoopBackOff',
    '3 (9s ago)',
    '59s',
    '10.244.4.2',
    'kafka-lab-worker4',
    '<none>',
    '<none>',
  ],
  ['consumer-7d4b9c6f5-x2x9q', '0/1', 'Pending', '0', '2s', '<none>', '<none>', '<none>', '<none>'],
  ['zookeeper-0', '1/1', 'Running', '0', '4m14s', '10.244.1.2', 'kafka-lab-worker', '<none>', '<none>'],
] as const;
const emphasis = { CrashLoopBackOff: 'bad', Pending: 'waiting' } as const;

/** The lab's pods, two of which are not well. */
export const podRows: ViewContent = {
  columns: columns.map((name, index) => ({ name, ...(index > 4 ? { extra: true as const } : {}) })),
  rows: rows.map((cells) => ({
    id: cells[0],
    cells,
    ...(cells[2] in emphasis ? { emphasis: emphasis[cells[2] as keyof typeof emphasis] } : {}),
  })),
  loaded: true,
};
