import { eventSource } from '../core/event.ts';
import { objectReference } from '../core/references.ts';
import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, object } from '../schema/field-types.ts';

export const eventSeries = object('EventSeries', {
  count: [1, 'int32', 'required'],
  lastObservedTime: [2, 'microTime'],
});
export type EventSeries = Infer<typeof eventSeries>;

export const eventsEvent = object('Event', {
  metadata: [1, objectMeta],
  eventTime: [2, 'microTime'],
  series: [3, eventSeries],
  reportingController: [4, 'string'],
  reportingInstance: [5, 'string'],
  action: [6, 'string'],
  reason: [7, 'string'],
  regarding: [8, objectReference],
  related: [9, objectReference],
  note: [10, 'string'],
  type: [11, 'string'],
  deprecatedSource: [12, eventSource],
  deprecatedFirstTimestamp: [13, 'time'],
  deprecatedLastTimestamp: [14, 'time'],
  deprecatedCount: [15, 'int32'],
});
