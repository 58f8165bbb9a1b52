import { expect, it } from 'vitest';
import type { BrokerLinks } from '../../../source/cluster/kafka/broker-links.ts';
import { ClusterLayout } from '../../../source/cluster/kafka/cluster-layout.ts';

it('answers a view although the one that had asked was closed meanwhile', async () => {
  const asked: AbortSignal[] = [];
  let answer = (_: object): void => {};
  const askAny = (_: object, signal: AbortSignal): Promise<object> =>
    new Promise((resolve, reject) => {
      asked.push(signal);
      answer = resolve;
      signal.addEventListener('abort', () => reject(signal.reason));
    });
  const layout = new ClusterLayout({ askAny } as Partial<BrokerLinks> as BrokerLinks);
  const closed = new AbortController();
  const first = layout.read(closed.signal);
  const second = layout.read(new AbortController().signal);
  closed.abort(new Error('the view was closed'));
  await expect(first).rejects.toThrow('the view was closed');
  answer({ topics: [] });
  expect(await second).toEqual({ topics: [] });
  expect(asked).toHaveLength(1);
});
