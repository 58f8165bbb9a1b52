import { expect, it } from 'vitest';
import type { TallySeen } from '../../../source/lab/model/observations.ts';
import { ChangeDetector } from '../../../source/session/count/change-detector.ts';
import { emptyTally } from '../../../source/session/count/tally.ts';
import { createEventStream } from '../../../source/session/event-stream.ts';
import type { SessionEvent } from '../../../source/session/session-events.ts';
import { FakeClock } from '../../time/fake-clock.ts';

function rebalancesOf(tally: TallySeen): SessionEvent[] {
  const told: SessionEvent[] = [];
  const stream = createEventStream(new FakeClock(), () => {});
  stream.subscribe((event) => told.push(event));
  new ChangeDetector(stream).observe(tally, undefined);
  return told.filter((event) => event.type === 'rebalance');
}

const alone = [{ id: 'kafka-lab-consumer-1', partitions: [0] }];

it('the standalone partition consumer was reported as a group of one', () => {
  expect(rebalancesOf({ ...emptyTally, consumer: 'partition', members: alone })).toEqual([]);
  expect(rebalancesOf({ ...emptyTally, consumer: 'group', members: alone })).toHaveLength(1);
});
