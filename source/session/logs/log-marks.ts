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
    const text = markText(event, lab);
    if (text === undefined) return;
    if (event.type === 'rebalance') mark([logs.consumer], text);
    else mark(both, text, event.type === 'swap' ? event.pod : '');
  });
}

type StreamedEvent = Parameters<Parameters<EventStream['subscribe']>[0]>[0];

/** What the mark of an event says; undefined for an event without one. */
export function markText(event: StreamedEvent, lab: Lab): string | undefined {
  if (event.type === 'swap') return `swap: ${consumers[event.from]} → ${consumers[event.to]}`;
  if (event.type === 'rebalance') return describeRebalance(event.members);
  if (event.type !== 'step-started') return undefined;
  const step = lab.steps.find((each) => each.id === event.step);
  const isWatched = step?.effects?.some((effect) => effect.kind === 'watch') === true;
  return isWatched ? `${step.id} ${step.title}` : undefined;
}

/** `group of 2: …x7k2p p0 p2 · …9dq4z p1 p3` */
export function describeRebalance(members: readonly RebalanceMember[]): string {
  const owned = members.map(({ member, pod, partitions }) => {
    const name = shortName({ id: member, ...(pod === undefined ? {} : { pod }) });
    return `${name} ${partitions.map((each) => `p${each}`).join(' ') || 'idle'}`;
  });
  return `group of ${members.length}: ${owned.join(' · ')}`;
}
