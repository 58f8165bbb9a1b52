import { expect, it } from 'vitest';
import { fileNode } from '../../../../../source/embedded/containers/shell/files/file-node.ts';
import {
  appended,
  FileQuota,
  mostBytes,
  mostNodes,
} from '../../../../../source/embedded/containers/shell/files/file-quota.ts';

const made = (text: string) => fileNode({ mode: 0o644, uid: 0, gid: 0, modified: 0 }, Buffer.from(text));

it('appends without changing earlier copies', () => {
  const node = made('a');
  node.data = appended(node, Buffer.from('bc'));
  const before = node.data;
  node.data = appended(node, Buffer.from('d'));
  expect([String(before), String(node.data)]).toEqual(['abc', 'abcd']);
  node.data = Buffer.from('x');
  node.data = appended(node, Buffer.from('y'));
  expect([String(before), String(node.data)]).toEqual(['abc', 'xy']);
});

it('copies a file only a few times for many small writes', () => {
  const node = made('');
  const memories = new Set<unknown>();
  for (let count = 0; count < 10_000; count++) {
    node.data = appended(node, Buffer.from('line\n'));
    memories.add((node.data as Buffer).buffer);
  }
  expect(node.data.length).toBe(50_000);
  expect(memories.size).toBeLessThan(20);
});

it('refuses what does not fit, and accepts it when there is room again', () => {
  const quota = new FileQuota();
  const node = made('');
  quota.charge(0, 1);
  quota.setData(node, Buffer.alloc(mostBytes));
  expect(() => quota.charge(1, 0)).toThrow('No space left on device');
  quota.release(node);
  quota.charge(mostBytes, mostNodes);
  expect(() => quota.charge(0, 1)).toThrow('No space left on device');
});
