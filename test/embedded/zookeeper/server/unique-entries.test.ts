import { expect, test } from 'vitest';
import { UniqueEntries } from '../../../../source/embedded/zookeeper/server/unique-entries.ts';

test('keep the first of equal entries, in order', () => {
  const unique = new UniqueEntries();
  const entries = [
    { permissions: 1, scheme: 'ip', id: '10.0.0.1' },
    { permissions: 2, scheme: 'ip', id: '10.0.0.1' },
    { permissions: 1, scheme: 'digest', id: '10.0.0.1' },
    { permissions: 1, scheme: 'ip', id: '10.0.0.2' },
  ];
  for (const entry of [...entries, ...entries.map((entry) => ({ ...entry }))]) unique.add(entry);
  expect(unique.entries).toEqual(entries);
});
