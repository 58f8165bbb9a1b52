import { expect, it } from 'vitest';
import type { ClusterObserver } from '../../../source/cluster/model/cluster.ts';
import { kafkaFacts } from '../../../source/lab/model/facts.ts';
import type { TopicSeen } from '../../../source/lab/model/observations.ts';
import type { Watch } from '../../../source/lab/model/step.ts';
import { latestMoment } from '../../../source/lab/model/timeline.ts';
import { emptyTally } from '../../../source/session/count/tally.ts';
import { ErrorReporter } from '../../../source/session/error-reporter.ts';
import { TimelineRecorder } from '../../../source/session/run/timeline-recorder.ts';
import { FakeClock } from '../../time/fake-clock.ts';

const topic: TopicSeen = {
  name: kafkaFacts.topic,
  partitions: [{ partition: 0, leader: 0, replicas: [0], isr: [0] }],
};
const watch: Watch = {
  kind: 'watch',
  says: '',
  withinMs: 10_000,
  begins: () => true,
  settles: (timeline) => latestMoment(timeline).partitions.length === 1,
};

it('mistook the state before the only broker was deleted for its return: now a later response decides', async () => {
  let isAway = false;
  const lifetime = new AbortController();
  const recorder = new TimelineRecorder({
    observer: () =>
      ({
        look: async () => {
          if (isAway) throw new Error('no broker answers');
          return [topic];
        },
      }) as unknown as ClusterObserver,
    sampler: { take: async () => emptyTally, latest: emptyTally, start() {}, stop() {}, forget() {} },
    errors: new ErrorReporter({ publish() {} }),
    clock: new FakeClock(),
    facts: kafkaFacts,
    signal: lifetime.signal,
  });
  expect(await recorder.begin(watch)).toBe(true);
  isAway = true;
  expect(await recorder.settle({ ...watch, withinMs: 2_000 })).toBe(false);
  isAway = false;
  expect(await recorder.settle(watch)).toBe(true);
  await recorder.end();
});
