import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createContextCluster } from '../../../source/cluster/context/create-context-cluster.ts';
import { type FakeApi, startFakeApi } from '../fake-api.ts';

const signal = AbortSignal.timeout(10_000);
let fake: FakeApi;
beforeEach(async () => {
  fake = await startFakeApi();
  fake.on('/version', { gitVersion: 'v1' });
});
afterEach(() => fake.close());
const make = (context?: string) =>
  createContextCluster({
    home: join(fake.directory, 'app'),
    environment: { KUBECONFIG: fake.kubeconfig },
    ...(context === undefined ? {} : { context }),
  });

describe('a context cluster', () => {
  it('copies its one context into a kubeconfig of the session', async () => {
    const cluster = await make('other');
    expect(await cluster.attach(signal)).toBe(true);
    expect(cluster).toMatchObject({
      kind: 'context',
      context: 'other',
      namespace: 'elsewhere',
      state: 'ready',
    });
    const copied = parse(await readFile(cluster.kubeconfig, 'utf8'));
    expect(copied.contexts.map(({ name }: { name: string }) => name)).toEqual(['other']);
    expect(copied['current-context']).toBe('other');
    expect((await stat(cluster.kubeconfig)).mode & 0o777).toBe(0o600);
    expect(fake.requests[0]?.headers.authorization).toBe('Bearer secret');
  });

  it('takes the current context, and names those there are where there is no such one', async () => {
    expect((await make()).context).toBe('fake');
    await expect(make('nope')).rejects.toMatchObject({
      code: 'usage',
      hint: expect.stringContaining('`fake`, `other`'),
    });
  });

  it('says what it does not do', async () => {
    const cluster = await make();
    await expect(cluster.reset(() => {}, signal)).rejects.toMatchObject({
      code: 'cluster',
      hint: expect.stringContaining('kubectl delete'),
    });
    await expect(cluster.build(() => {}, signal)).rejects.toMatchObject({ code: 'cluster' });
  });

  it('does not attach to what does not answer', async () => {
    const cluster = await make();
    await fake.close();
    await expect(cluster.attach(signal)).rejects.toMatchObject({ code: 'cluster' });
    fake = await startFakeApi();
  });
});
