import type * as fs from 'node:fs';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { openStore } from '../../../../source/embedded/kubernetes/open-store.ts';

let isFull = false;

vi.mock('node:fs', async (original) => {
  const real = await original<typeof fs>();
  const writeSync = (...args: Parameters<typeof real.writeSync>) => {
    if (isFull) throw Object.assign(new Error('ENOSPC: no space left on device, write'), { code: 'ENOSPC' });
    return real.writeSync(...args);
  };
  return { ...real, writeSync };
});

it('a full disk blocked changes to the state of pods, and unwritten changes were never written later', () => {
  const directory = mkdtempSync(join(tmpdir(), 'full-store-'));
  const troubles: unknown[] = [];
  const store = openStore(directory, 0, (error) => troubles.push(error));
  const put = (name: string) => store.create('configmaps', { metadata: { name, namespace: 'default' } });
  put('before');
  isFull = true;
  put('meanwhile');
  expect(store.trouble).toMatchObject({ code: 'ENOSPC' });
  expect(store.get('configmaps', 'default', 'meanwhile')).toBeDefined();
  isFull = false;
  store.close();
  expect(troubles).toMatchObject([{ code: 'ENOSPC' }, undefined]);
  const again = openStore(directory, 0);
  expect(again.list('configmaps').items.map(({ metadata }) => metadata.name)).toEqual([
    'before',
    'meanwhile',
  ]);
  again.close();
  rmSync(directory, { recursive: true });
});
