import { expect, it } from 'vitest';
import { ApiStatusError, ApiUnreachableError } from '../../source/cluster/api/api-errors.ts';
import type { ClusterObserver } from '../../source/cluster/model/cluster.ts';
import { reportApiOutages } from '../../source/cluster/report-api-outages.ts';

const signal = new AbortController().signal;

it('reports once that credentials expired, that the server is unreachable, and that it responds again', async () => {
  let failure: Error | undefined;
  const told: string[] = [];
  const observer = reportApiOutages(
    {
      look: async () => {
        if (failure) throw failure;
        return [];
      },
      counts: async () => {
        throw failure ?? new Error('no broker runs');
      },
      followLogs: async () => {},
    } as unknown as ClusterObserver,
    (level, text) => told.push(`${level}: ${text}`),
  );
  const ask = async () => {
    await observer.look('pods', signal).catch(() => {});
    await observer.counts(signal).catch(() => {});
  };
  await ask();
  expect(told).toEqual([]);
  failure = new ApiStatusError({ kind: 'Status', code: 401, message: 'Unauthorized' } as never);
  await ask();
  await ask();
  expect(told).toEqual([expect.stringContaining('(401): sign in again')]);
  failure = new ApiUnreachableError('127.0.0.1:6443', new Error('connect ECONNREFUSED'));
  await ask();
  await ask();
  failure = undefined;
  await ask();
  await ask();
  expect(told.slice(1)).toEqual([
    expect.stringContaining('error: the API server at `127.0.0.1:6443` does not answer'),
    expect.stringContaining('info: the API server answers again'),
  ]);
});
