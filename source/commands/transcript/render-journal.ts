import { join } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import { journalFileName } from '../../journal/journal.ts';
import { readJournal } from '../../journal/read-journal.ts';
import { listSessions, refuseSessionLinks, sessionDirectory } from '../../journal/session-files.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { CastBuilder } from '../../report/render-cast.ts';
import { renderRecordAsHtml } from '../../report/render-html.ts';
import { renderRecordAsJson } from '../../report/render-json.ts';
import { renderRecord } from '../../report/render-markdown.ts';
import { RecordBuilder } from '../../report/session-record.ts';
import type { SafeText } from '../../text/safe-text.ts';

export const exportFormats = ['md', 'html', 'json', 'cast'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/**
 * The path of a session's journal; of the latest session by default.
 * @throws LabError `usage`: there is no such session.
 */
export function journalOf(home: string, asked: string | undefined): string {
  const sessions = listSessions(home);
  const id = asked ?? sessions[0];
  if (id === undefined) {
    throw new LabError('usage', `there is no session in \`${home}\` yet`, { hint: 'run the lab first' });
  }
  const directory = sessionDirectory(home, id);
  refuseSessionLinks(directory);
  if (!sessions.includes(id)) {
    const known = sessions.slice(0, 5).join(', ') || 'none';
    throw new LabError('usage', `there is no session \`${id}\``, { hint: `the latest: ${known}` });
  }
  return join(directory, journalFileName);
}

/** The transcript of the journal at `path`. */
export async function renderJournal(path: string, format: ExportFormat): Promise<SafeText> {
  const builder = format === 'cast' ? new CastBuilder(kafkaLab) : new RecordBuilder();
  for await (const event of readJournal(path)) builder.add(event);
  if (builder instanceof CastBuilder) return builder.text();
  const render = { md: renderRecord, html: renderRecordAsHtml, json: renderRecordAsJson };
  return render[format as keyof typeof render](builder.record(), kafkaLab);
}
