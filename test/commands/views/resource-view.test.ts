import { expect, it } from 'vitest';
import type { ResourceType } from '../../../source/cluster/api/discovery.ts';
import type { Resources } from '../../../source/cluster/kubernetes/resources.ts';
import { resourceView } from '../../../source/commands/views/resource-view.ts';
import { arrangeRows } from '../../../source/ui/views/arrange-rows.ts';
import { freshTable } from '../../../source/ui/views/table-state.ts';

it('shows the events that were seen last first; of those of one second the one that was created last', async () => {
  const event = (name: string, seen: string, createdAt: string) => {
    return { cells: [seen, name], uid: name, name, createdAt, namespace: 'lab', labels: {} };
  };
  const rows = [
    event('old', '12m', '2026-11-30T07:00:00Z'),
    event('repeated', '3s', '2026-11-30T07:00:00Z'),
    event('new', '3s', '2026-11-30T07:12:00Z'),
    event('between', '2m10s', '2026-11-30T07:10:00Z'),
  ];
  expect(await shownFirst('events', ['Last Seen', 'Object'], rows)).toEqual([
    'new',
    'repeated',
    'between',
    'old',
  ]);
});

it('led from a deployment to a replica set that has no pods any more', async () => {
  const replicaSet = (name: string, desired: string) => {
    return { cells: [name, desired], uid: name, name, createdAt: '', namespace: 'lab', labels: {} };
  };
  const rows = [replicaSet('old', '0'), replicaSet('live', '2'), replicaSet('older', '0')];
  const shown = await shownFirst('replicasets', ['Name', 'Desired'], rows, 0);
  expect(shown[0]).toBe('live');
});

type WatchedTable = Parameters<Parameters<Resources['watch']>[1]['table']>[0];

/** What stands in a column of a view, in the order in which it shows the rows at first. */
async function shownFirst(
  plural: string,
  names: readonly string[],
  rows: WatchedTable['rows'],
  column = 1,
): Promise<(string | undefined)[]> {
  const columns = names.map((name) => ({ name, priority: 0 }));
  const watch: Resources['watch'] = async (_collection, receiver) =>
    receiver.table({ columns, rows, more: false });
  const type = { plural, namespaced: true } as Partial<ResourceType> as ResourceType;
  const view = resourceView({
    resources: { watch } as Partial<Resources> as Resources,
    target: { type, namespace: 'lab', labelSelector: undefined },
    command: `kubectl get ${plural}`,
    actions: new Set(),
    perform: () => ({ kind: 'nothing' }),
    onUnexpected(error) {
      throw error;
    },
  });
  await new Promise<void>((resolve) => {
    const stop = view.subscribe(() => {
      stop();
      resolve();
    });
  });
  const shown = arrangeRows(view.snapshot(), { ...freshTable, sort: view.sort }, 80);
  view.close();
  return shown.map(({ cells }) => cells[column]);
}
