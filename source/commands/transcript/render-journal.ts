import { dirname, join } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import { journalFileName } from '../../journal/journal.ts';
import { readJournal } from '../../journal/read-journal.ts';
import { listSessions, refuseSessionLinks, sessionDirectory } from '../../journal/session-files.ts';
import { latestSession } from '../../journal/session-progress.ts';
import { kafkaFacts } from '../../lab/model/facts.ts';
import { factsFromRecord } from '../../lab/model/recorded-facts.ts';
import { RecordBuilder } from '../../report/record-builder.ts';
import { CastBuilder } from '../../report/render-cast.ts';
import { renderRecordAsHtml } from '../../report/render-html.ts';
import { renderRecordAsJson } from '../../report/render-json.ts';
import { renderRecord } from '../../report/render-markdown.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { labFor } from '../labs/lab-for.ts';
import { sessionLab } from '../labs/session-lab.ts';

export const exportFormats = ['md', 'html', 'json', 'cast'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/**
 * The path of a session's journal; by default, of the latest session in which anything was done.
 * @throws LabError `usage`: there is no such session.
 */
export async function journalOf(home: string, asked: string | undefined): Promise<string> {
  const sessions = listSessions(home);
  const id = asked ?? (await latestSession(home));
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
  const source = await sessionLab(dirname(path));
  const builder = format === 'cast' ? new CastBuilder(await labFor(kafkaFacts, source)) : new RecordBuilder();
  for await (const event of readJournal(path)) builder.add(event);
  if (builder instanceof CastBuilder) return builder.text();
  const render = { md: renderRecord, html: renderRecordAsHtml, json: renderRecordAsJson };
  const record = builder.record();
  const facts = record.facts && factsFromRecord(record.facts);
  return render[format as keyof typeof render](record, await labFor(facts ?? kafkaFacts, source));
}
