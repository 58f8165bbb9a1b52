import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { type ApiClient, connectApiClient } from '../../../source/cluster/api/api-client.ts';
import { discover, findType, type ResourceType } from '../../../source/cluster/api/discovery.ts';
import { type SeenTable, watchTable } from '../../../source/cluster/kubernetes/watch-table.ts';
import { type Fixture, startFixture } from '../../embedded/kubernetes/api/fixture.ts';
import { until } from '../../ui/until.ts';

/* The built-in client against the API server of the embedded cluster. */

let fixture: Fixture;
let api: ApiClient;
let stop: AbortController;

beforeEach(async () => {
  fixture = await startFixture();
  const config = fixture.kubeConfig();
  const kubeconfig = join(fixture.directory, 'test-kubeconfig');
  await writeFile(kubeconfig, config.exportConfig());
  api = await connectApiClient({ kubeconfig, context: config.getCurrentContext() });
  stop = new AbortController();
});
afterEach(async () => {
  stop.abort();
  api.close();
  await fixture.close();
});

async function watched(name: string, { againAfterMs = 60_000, mostRows = 100 } = {}) {
  const type: ResourceType = findType(await discover(api), name)!;
  const seen: { table: SeenTable | undefined; tables: number; errors: unknown[] } = {
    table: undefined,
    tables: 0,
    errors: [],
  };
  const ended = watchTable(
    api,
    { type, namespace: type.namespaced ? 'default' : undefined },
    {
      table(table) {
        seen.table = table;
        seen.tables += 1;
      },
      failed: (error) => seen.errors.push(error),
    },
    { mostRows, againAfterMs },
    stop.signal,
  );
  await until(
    () => seen.table !== undefined,
    () => String(seen.errors),
  );
  return { seen, ended };
}

const names = (table: SeenTable | undefined): string[] => (table?.rows ?? []).map(({ name }) => name);
const text = (table: SeenTable | undefined): string => JSON.stringify(table);

it('shows the columns of the server, and rows as they come, change and go', async () => {
  fixture.runPod('kafka-0');
  const { seen } = await watched('po');
  expect(seen.table?.columns.map(({ name }) => name).slice(0, 3)).toEqual(['Name', 'Ready', 'Status']);
  expect(names(seen.table)).toEqual(['kafka-0']);
  fixture.runPod('kafka-1', (pod) => {
    pod.status = { ...pod.status, phase: 'Pending' };
  });
  await until(
    () => names(seen.table).length === 2,
    () => text(seen.table),
  );
  await fixture.call('/api/v1/namespaces/default/pods/kafka-0', {
    method: 'DELETE',
    body: { gracePeriodSeconds: 0 },
  });
  await until(
    () => names(seen.table).join() === 'kafka-1',
    () => text(seen.table),
  );
  expect(seen.errors).toEqual([]);
});

it('finds any kind by its short name, also one without namespaces', async () => {
  const { seen } = await watched('no');
  expect(names(seen.table)).toEqual(['worker']);
});

it('holds no more rows than it may, and says that there are more', async () => {
  for (const name of ['a', 'b', 'c']) fixture.runPod(name);
  const { seen } = await watched('pods', { mostRows: 2 });
  expect(names(seen.table)).toHaveLength(2);
  expect(seen.table?.more).toBe(true);
});

it('lists again after a while, because ages change without an event', async () => {
  fixture.runPod('kafka-0');
  const { seen } = await watched('pods', { againAfterMs: 50 });
  await until(
    () => seen.tables > 2,
    () => String(seen.tables),
  );
  expect(seen.errors).toEqual([]);
});

it('passed a fraction of a millisecond to a timer when listing had taken long, which ended the view', async () => {
  fixture.runPod('kafka-0');
  const { seen, ended } = await watched('pods', { againAfterMs: 50.5 });
  await until(
    () => seen.tables > 1,
    () => String(seen.tables),
  );
  stop.abort();
  await expect(ended).resolves.toBeUndefined();
});
