import type { RebalanceMember } from '../../journal/events.ts';
import type { Lab } from '../../lab/model/step.ts';
import { shortName } from '../../lab/model/timeline.ts';
import type { Clock } from '../../time/clock.ts';
import type { EventStream } from '../event-stream.ts';
import type { BoundedLogRing } from './log-ring.ts';

export interface MarkedLogs {
  readonly producer: BoundedLogRing;
  readonly consumer: BoundedLogRing;
}

const consumers = { none: 'no consumer', partition: 'partition 0 only', group: 'consumer group' };

/** Adds marks to the logs: swaps and experiments in both, rebalances in the consumer's. */
export function markEvents(
  stream: Pick<EventStream, 'subscribe'>,
  clock: Pick<Clock, 'wall'>,
  lab: Lab,
  logs: MarkedLogs,
): void {
  const mark = (rings: readonly BoundedLogRing[], text: string, pod = ''): void => {
    for (const ring of rings) ring.add({ pod, at: clock.wall(), text, kind: 'mark' });
  };
  const both = [logs.producer, logs.consumer];
  stream.subscribe((event) => {
    if (event.type === 'swap') {
      mark(both, `swap: ${consumers[event.from]} → ${consumers[event.to]}`, event.pod);
    } else if (event.type === 'rebalance') {
      mark([logs.consumer], describeRebalance(event.members));
    } else if (event.type === 'step-started') {
      const step = lab.steps.find((each) => each.id === event.step);
      if (step?.effects?.some((effect) => effect.kind === 'watch')) mark(both, `${step.id} ${step.title}`);
    }
  });
}

/** `group of 2: …x7k2p p0 p2 · …9dq4z p1 p3` */
export function describeRebalance(members: readonly RebalanceMember[]): string {
  const owned = members.map(({ member, pod, partitions }) => {
    const name = shortName({ id: member, ...(pod === undefined ? {} : { pod }) });
    return `${name} ${partitions.map((each) => `p${each}`).join(' ') || 'idle'}`;
  });
  return `group of ${members.length}: ${owned.join(' · ')}`;
}
