import type { JournalEvent } from '../../source/journal/events.ts';
import { joinParts } from '../../source/report/output-part.ts';
import { RecordBuilder } from '../../source/report/record-builder.ts';
import { CastWriter } from '../../source/report/render-cast.ts';
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

export const markdownOf = (events: Events): string => joinParts(renderRecord(recordOf(events), kafkaLab));
export const jsonOf = (events: Events): string =>
  joinParts([...renderRecordAsJson(recordOf(events), kafkaLab)]);
export const htmlOf = (events: Events): string => joinParts(renderRecordAsHtml(recordOf(events), kafkaLab));

export function castOf(events: Events): string {
  const cast = new CastWriter();
  const [first] = events;
  const header = cast.header(kafkaLab, first && Date.parse(first.at));
  return [header, ...events.map((event) => cast.line(event) ?? '')].join('');
}
