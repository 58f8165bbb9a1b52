import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, object } from '../schema/field-types.ts';
import { objectReference } from './references.ts';

export const eventSource = object('EventSource', {
  component: [1, 'string'],
  host: [2, 'string'],
});
export type EventSource = Infer<typeof eventSource>;

export const eventSeries = object('EventSeries', {
  count: [1, 'int32'],
  lastObservedTime: [2, 'microTime'],
});
export type EventSeries = Infer<typeof eventSeries>;

export const event = object('Event', {
  metadata: [1, objectMeta],
  involvedObject: [2, objectReference],
  reason: [3, 'string'],
  message: [4, 'string'],
  source: [5, eventSource],
  firstTimestamp: [6, 'time'],
  lastTimestamp: [7, 'time'],
  count: [8, 'int32'],
  type: [9, 'string'],
  eventTime: [10, 'microTimeOrNull'],
  series: [11, eventSeries],
  action: [12, 'string'],
  related: [13, objectReference],
  reportingComponent: [14, 'string'],
  reportingInstance: [15, 'string'],
});
export type Event = Infer<typeof event>;
