import type { JournalEvent } from '../../source/journal/events.ts';
import { RecordBuilder } from '../../source/report/record-builder.ts';
import { CastBuilder } from '../../source/report/render-cast.ts';
import { renderRecordAsHtml } from '../../source/report/render-html.ts';
import { renderRecordAsJson } from '../../source/report/render-json.ts';
import { renderRecord } from '../../source/report/render-markdown.ts';
import type { SessionRecord } from '../../source/report/session-record.ts';
import { kafkaLab } from '../lab/kafka-lab.ts';

type Events = readonly JournalEvent[];

export function recordOf(events: Events): SessionRecord {
  const builder = new RecordBuilder();
  for (const event of events) builder.add(event);
  return builder.record();
}

export const markdownOf = (events: Events): string => renderRecord(recordOf(events), kafkaLab);
export const jsonOf = (events: Events): string => renderRecordAsJson(recordOf(events), kafkaLab);
export const htmlOf = (events: Events): string => renderRecordAsHtml(recordOf(events), kafkaLab);

export function castOf(events: Events): string {
  const cast = new CastBuilder(kafkaLab);
  for (const event of events) cast.add(event);
  return cast.text();
}
