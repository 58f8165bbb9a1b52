import { afterEach, describe, expect, it } from 'vitest';
import { LoggedCounts } from '../../../source/session/count/logged-counts.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { type Started, startSession } from '../fakes/start-session.ts';

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
  it('is counted from both forms of log line, with the next line as the upper bound', () => {
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

  it('is counted more precisely when it logs more often, and from zero when it restarts', () => {
    const every100 = countsOf(['c', 1, 'received 100 messages'], ['c', 2, 'received 200 messages']);
    expect(every100.received()).toMatchObject({ atLeast: 200, atMost: 299 });
    const again = countsOf(['c', 1, 'received 9000 messages'], ['d', 2, 'received 1000 messages']);
    expect(again.received()).toMatchObject({ pod: 'd', atLeast: 1_000, atMost: 1_999 });
    expect(countsOf(['c', 1, 'start receiving messages']).received()).toBeUndefined();
  });

  it('may read only partition 0 even if its lines name it', () => {
    const line = (partition: number) => `received 1000 messages partition=${partition} offset=17`;
    expect(countsOf(['c', 1, line(0)]).form(['c'])).toBe('partition');
    expect(countsOf(['c', 1, line(0)], ['c', 2, line(2)]).form(['c'])).toBe('group');
  });

  it('is counted with the learner’s own pattern, in batches', () => {
    const counts = new LoggedCounts('got (?<received>\\d+) up to (?<partition>\\d+)@(?<offset>\\d+)');
    counts.add({ pod: 'c', at: 1, text: 'got 1000 up to 3@17' });
    counts.add({ pod: 'c', at: 2, text: 'received 5 messages' });
    expect(counts.received()).toMatchObject({ atLeast: 1_000, line: 'got 1000 up to 3@17' });
    expect([...counts.places(['c'])]).toEqual([[3, 17]]);
  });

  it('is not held up by a pattern that would take hours, and says so once', () => {
    const said: string[] = [];
    const counts = new LoggedCounts('(?<received>\\d+)(a+)+$', (message) => said.push(message));
    const began = performance.now();
    for (let at = 0; at < 3; at++) counts.add({ pod: 'c', at, text: `1${'a'.repeat(40)}!` });
    expect(counts.received()).toBeUndefined();
    counts.add({ pod: 'c', at: 4, text: '7a' });
    expect(counts.received()).toBeUndefined();
    expect(said).toEqual([expect.stringContaining('takes too long')]);
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  /** A world whose consumer exports no metrics, and logs `factor` times as many messages as it received. */
  function withoutMetrics(factor: number): Started {
    return startSession({}, (world) => {
      const counts = world.counts.bind(world);
      world.counts = async (signal) => {
        const { consumers, members, committed, ...seen } = await counts(signal);
        const [consumer] = consumers;
        if (consumer === undefined) return { ...seen, consumers: [], producers: [], consumerPods: [] };
        const received = consumer.partitions.reduce((sum, each) => sum + each.messages, 0) * factor;
        const form = consumer.role === 'group' ? 'partition 3, offset 1, value: 0.5' : 'last (0.6)';
        const log = world.podLines.find((each) => each.selector === `app=${kafkaLab.facts.consumerApp}`);
        const told = Math.floor(received / 1_000) * 1_000;
        const text =
          told === 0 ? 'test: start receiving messages' : `test: received ${told} messages, ${form}`;
        log?.onLine({ pod: consumer.pod, at: world.clock.wall(), text });
        const group = consumer.role === 'group' ? { members: members ?? [], committed: committed ?? [] } : {};
        return { ...seen, ...group, consumers: [], producers: [], consumerPods: [consumer.pod] };
      };
    });
  }
  const evidenceOf = ({ journal }: Started, check: string): string =>
    [...journal.of('check-passed'), ...journal.of('check-failed')].find((event) => event.check === check)
      ?.evidence ?? '';

  it('is shown as an interval, and judged by its log and its group, with a note', async () => {
    started = withoutMetrics(1);
    const { session, journal } = started;
    const { failed, code } = await runTo(session, '3.3');
    expect(failed).toEqual([]);
    expect(code).toBe('passed');
    expect(journal.of('counters').some((event) => event.logged?.received !== undefined)).toBe(true);
    expect(evidenceOf(started, 'quarter-partition-0')).toMatch(
      /^by its log \S+ received [\d,]+ to [\d,]+ \(no \/metrics: an interval\); p0 got [\d,]+( to [\d,]+)?$/,
    );
    expect(evidenceOf(started, 'share-quarter')).toMatch(/expected 2\d\.\d\d % to 2\d\.\d\d %$/);
    expect(evidenceOf(started, 'group-none-missing')).toMatch(/^by what the group committed: p0 /);
    expect(evidenceOf(started, 'group-none-twice')).toContain('nothing tells which ones');
  });

  it.each([
    ['three times as many', 3, ['quarter-partition-0', 'quarter-others', 'share-quarter']],
    ['a third', 0.33, ['quarter-partition-0', 'share-quarter']],
  ])('fails if its log cannot be right: %s', async (_what, factor, expected) => {
    started = withoutMetrics(factor);
    const { failed } = await runTo(started.session, '2.5');
    expect(failed, evidenceOf(started, 'share-quarter')).toEqual(expected);
  });

  async function runTo(session: Started['session'], until: string) {
    await session.runAll({ until, print: () => {} });
    const { steps } = session.snapshot();
    return {
      failed: steps.flatMap(({ checks }) =>
        checks.filter(({ state }) => state === 'failed').map(({ id }) => id),
      ),
      code: steps.find(({ step }) => step.id === until)?.state,
    };
  }
});
