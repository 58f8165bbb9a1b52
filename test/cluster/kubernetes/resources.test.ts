import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { findType } from '../../../source/cluster/api/discovery.ts';
import { openResources, type Resources } from '../../../source/cluster/kubernetes/resources.ts';
import { isExpectedFailure } from '../../../source/errors/expected-failure.ts';
import { type Fixture, startFixture } from '../../embedded/kubernetes/api/fixture.ts';
import { until } from '../../ui/until.ts';

let fixture: Fixture;
let resources: Resources;

beforeEach(async () => {
  fixture = await startFixture();
  const config = fixture.kubeConfig();
  const kubeconfig = join(fixture.directory, 'test-kubeconfig');
  await writeFile(kubeconfig, config.exportConfig());
  resources = await openResources({ kubeconfig, context: config.getCurrentContext() });
});
afterEach(async () => {
  resources.close();
  await fixture.close();
});

it('knows every kind that the server serves, and reads an object of it', async () => {
  const types = await resources.types();
  const nodes = findType(types, 'no')!;
  expect(findType(types, 'sts')?.plural).toBe('statefulsets');
  expect((await resources.object(nodes, '', 'worker')).metadata.name).toBe('worker');
});

it('knows the namespaces there are', async () => {
  expect(await resources.namespaces()).toContain('default');
});

it('says that the cluster is gone to who still looks at it: old rows stood there as if they were live', async () => {
  const type = findType(await resources.types(), 'nodes')!;
  const seen = { tables: 0, errors: [] as unknown[] };
  const watching = resources.watch(
    { type, namespace: undefined },
    {
      table() {
        seen.tables += 1;
      },
      failed: (error) => seen.errors.push(error),
    },
    { mostRows: 10 },
    new AbortController().signal,
  );
  await until(
    () => seen.tables > 0,
    () => String(seen.errors),
  );
  resources.close();
  await watching;
  expect(String(seen.errors.at(-1))).toContain('the cluster that this shows is gone');
});

it('ended the program by what it interrupts when it is closed: nobody waits for the kinds of a command half typed', async () => {
  const asked = resources.types();
  resources.close();
  await expect(asked).rejects.toSatisfy(isExpectedFailure);
});
