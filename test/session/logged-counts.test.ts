import { afterEach, describe, expect, it } from 'vitest';
import { kafkaLab } from '../../source/lab/kafka-lab.ts';
import { LoggedCounts } from '../../source/session/logged-counts.ts';
import { type Started, startSession, until } from './fakes/start-session.ts';

let started: Started | undefined;
afterEach(async () => {
  await started?.session.actions.close();
  started = undefined;
});

function countsOf(...lines: readonly [pod: string, at: number, text: string][]): LoggedCounts {
  const counts = new LoggedCounts();
  for (const [pod, at, text] of lines) counts.add({ pod, at, text });
  return counts;
}

describe('a client without metrics', () => {
  it('is counted by both forms of line, to the next line that has not come', () => {
    const counts = countsOf(
      ['p', 1, '2024/11/25 05:30:13 test: 3000 messages published'],
      ['c', 2, '2024/11/25 05:40:22 test: received 1000 messages, last (0.629672)'],
      [
        'c',
        3,
        '2024/11/25 14:30:12 test: received 2000 messages, partition 3, offset 58647, value: 0.657358',
      ],
    );
    expect(counts.published()).toMatchObject({ pod: 'p', atLeast: 3_000, atMost: 3_999 });
    expect(counts.received()).toMatchObject({ pod: 'c', atLeast: 2_000, atMost: 2_999 });
  });

  it('is counted more closely when it writes more often, and anew when it starts again', () => {
    const every100 = countsOf(['c', 1, 'received 100 messages'], ['c', 2, 'received 200 messages']);
    expect(every100.received()).toMatchObject({ atLeast: 200, atMost: 299 });
    const again = countsOf(['c', 1, 'received 9000 messages'], ['d', 2, 'received 1000 messages']);
    expect(again.received()).toMatchObject({ pod: 'd', atLeast: 1_000, atMost: 1_999 });
    expect(countsOf(['c', 1, 'start receiving messages']).received()).toBeUndefined();
  });

  it('is shown as an interval, labelled so, and fails an exact count with what its log allows', async () => {
    started = startSession({}, (world) => {
      const counts = world.counts.bind(world);
      world.counts = async (signal) => ({ ...(await counts(signal)), consumers: [], producers: [] });
    });
    const { session, world, journal } = started;
    await session.runAll({ until: '2.2', print: () => {} });
    await until(session, () => world.podLines.length === 2);
    const app = kafkaLab.facts.consumerApp;
    const log = world.podLines.find((each) => each.selector === `app=${app}`)!;
    log.onLine({ pod: `${app}-1`, at: 9, text: 'test: received 5000 messages, last (0.6)' });
    await until(session, () => session.snapshot().tally.logged?.received?.atLeast === 5_000);
    expect(session.snapshot().tally.logged?.published).toBeUndefined();
    await until(session, () => journal.of('counters').at(-1)?.logged?.received?.atMost === 5_999);
    session.actions.run(kafkaLab.steps.findIndex((step) => step.id === '2.5'));
    await until(session, () => session.snapshot().steps.some((step) => step.state === 'failed'));
    expect(journal.of('check-failed').find((event) => event.check === 'quarter-window')?.evidence).toBe(
      `${app}-1 has no metrics; by its log it received 5,000 to 5,999 messages`,
    );
  });
});
