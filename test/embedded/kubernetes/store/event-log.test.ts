import { expect, test } from 'vitest';
import { StatusError } from '../../../../source/embedded/kubernetes/objects/status-error.ts';
import {
  EventLog,
  logged,
  mostHistoryBytes,
} from '../../../../source/embedded/kubernetes/store/event-log.ts';

test('a large object that changes again and again is not kept thousands of times in the history', () => {
  const log = new EventLog(4096);
  const bytes = 1024 * 1024;
  const events = (mostHistoryBytes / bytes) * 4;
  for (let version = 1; version <= events; version++) {
    const object = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'large', resourceVersion: `${version}` },
    };
    log.append(logged('ADDED', 'configmaps', object as never, bytes));
  }
  const look = (since: number) => log.watch('configmaps', undefined, String(since), () => {});
  expect(() => look(events - mostHistoryBytes / bytes)).not.toThrow();
  expect(() => look(events - (mostHistoryBytes * 2) / bytes - 1)).toThrow(StatusError);
});
