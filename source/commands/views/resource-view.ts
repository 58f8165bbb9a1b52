import type { Resources } from '../../cluster/kubernetes/resources.ts';
import type { SeenTable } from '../../cluster/kubernetes/watch-table.ts';
import { describeError } from '../../errors/lab-error.ts';
import {
  mostRows,
  type Outcome,
  type View,
  type ViewAction,
  type ViewContent,
  type ViewRow,
} from '../../ui/views/view.ts';
import { LiveContent } from './live-content.ts';
import type { ResourceTarget } from './resource-target.ts';
import { SeenRows } from './seen-rows.ts';

/** An object in a row of the view. */
export interface SeenObject {
  readonly name: string;
  readonly namespace: string;
  /** `2/2`, of pods and of what runs them. */
  readonly ready: string;
}

export interface ResourceViewOptions {
  readonly resources: Resources;
  readonly target: ResourceTarget;
  readonly command: string;
  readonly actions: ReadonlySet<ViewAction>;
  readonly perform: (action: ViewAction, object: SeenObject | undefined) => Outcome | Promise<Outcome>;
  /** A defect of ours, which no cluster should cause. */
  readonly onUnexpected: (error: unknown) => void;
}

/** Of events: the age of each, the smallest one first. */
const newestFirst = { column: 'LAST SEEN', descending: false } as const;
/** Of replica sets: those that run pods before those of earlier versions. */
const liveFirst = { column: 'DESIRED', descending: true } as const;
const orders: Readonly<Record<string, View['sort']>> = { events: newestFirst, replicasets: liveFirst };
/** So often, ages are counted on; in ms. */
const tickMs = 1_000;
/** In a longer table, ages change when it is listed again. */
const mostTicking = 200;

/** The objects of a kind, in the columns that the server gives them. */
export function resourceView(options: ResourceViewOptions): View {
  const { resources, target, command, actions, perform } = options;
  const stop = new AbortController();
  const live = new LiveContent<ViewContent>({ columns: [], rows: [], loaded: false });
  const made = new SeenRows();
  let seen: SeenTable | undefined;
  let problem: string | undefined;

  const changed = (): void => live.change(() => contentOf(seen, problem, target, made));
  const ticking = setInterval(() => {
    if (seen !== undefined && seen.rows.length <= mostTicking) changed();
  }, tickMs);
  ticking.unref();
  resources
    .watch(
      target,
      {
        table(table) {
          seen = table;
          problem = undefined;
          changed();
        },
        failed(error) {
          problem = describeError(error);
          changed();
        },
      },
      { mostRows },
      stop.signal,
    )
    .catch((error: unknown) => {
      problem = describeError(error);
      changed();
      options.onUnexpected(error);
    });

  const objectOf = (row: ViewRow): SeenObject => {
    const at = row.id.indexOf('/');
    const ready = live.snapshot().columns.findIndex(({ name }) => name === 'READY');
    return {
      namespace: row.id.slice(0, at),
      name: row.id.slice(at + 1),
      ready: row.cells[ready] ?? '',
    };
  };
  const sort = orders[target.type.plural];
  return {
    title: target.type.plural,
    command,
    keys: 'resources',
    actions,
    ...(sort === undefined ? {} : { sort }),
    snapshot: () => live.snapshot(),
    subscribe: (listener) => live.subscribe(listener),
    perform: (action, row) => perform(action, row && objectOf(row)),
    close() {
      clearInterval(ticking);
      stop.abort(new Error('the view was closed'));
      live.close();
    },
  };
}

function contentOf(
  seen: SeenTable | undefined,
  problem: string | undefined,
  { type, namespace }: ResourceTarget,
  made: SeenRows,
): ViewContent {
  const withNamespace = type.namespaced && namespace === undefined;
  const columns = (seen?.columns ?? []).map(({ name, priority }) => ({
    name: name.toUpperCase(),
    // What made a name unique is at its end.
    ...(name === 'Name' || name === 'Object' ? { keepsEnd: true as const } : {}),
    ...(priority > 0 ? { extra: true as const } : {}),
    ...(name === 'Message' ? { main: true as const } : {}),
    // The colour of the row tells it as well, and so does the reason.
    ...(name === 'Type' && type.plural === 'events' ? { yields: true as const } : {}),
  }));
  const names = columns.map(({ name }) => name);
  // Events that were seen last in the same second or minute stay in the order in which they came, the newest one first.
  const newestFirst = type.plural === 'events';
  const rows = made.rows(seen?.rows ?? [], { names, withNamespace, newestFirst }, Date.now());
  return {
    columns: withNamespace ? [{ name: 'NAMESPACE' }, ...columns] : columns,
    rows,
    loaded: seen !== undefined,
    ...(seen?.more ? { note: 'and more' } : {}),
    ...(problem === undefined ? {} : { problem }),
  };
}
