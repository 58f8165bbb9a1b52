import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describeError, LabError } from '../../errors/lab-error.ts';
import { isFileFailure } from '../../files/file-failure.ts';
import { journalFileName } from '../../journal/journal.ts';
import { readRecords } from '../../journal/read-journal.ts';
import { listSessions, refuseSessionLinks, sessionDirectory } from '../../journal/session-files.ts';
import { latestSession } from '../../journal/session-progress.ts';
import { kafkaFacts } from '../../lab/model/facts.ts';
import { factsFromRecord } from '../../lab/model/recorded-facts.ts';
import type { Lab } from '../../lab/model/step.ts';
import { RecordBuilder } from '../../report/record-builder.ts';
import { CastWriter } from '../../report/render-cast.ts';
import { renderRecordAsHtml } from '../../report/render-html.ts';
import { renderRecordAsJson } from '../../report/render-json.ts';
import { renderRecord } from '../../report/render-markdown.ts';
import type { SafeText } from '../../text/safe-text.ts';
import { labFor } from '../labs/lab-for.ts';
import { sessionLab } from '../labs/session-lab.ts';
import { JournalDamage } from './journal-damage.ts';
import { fillParts } from './journal-output.ts';

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

/** What is told of the progress: from 0 to 1. */
export type OnProgress = (done: number) => void;

/**
 * The transcript of the journal at `path`, in chunks: memory does not grow with the outputs in it. The journal is read twice, so that one
 * that cannot be read fails before the first chunk. `damage` gets what is wrong with one that can.
 */
export async function* renderJournal(
  path: string,
  format: ExportFormat,
  onProgress: OnProgress = () => {},
  damage: JournalDamage = new JournalDamage(),
): AsyncGenerator<SafeText, void, undefined> {
  const size = Math.max(1, sizeOf(path));
  const source = await sessionLab(dirname(path));
  if (format === 'cast') {
    yield* renderCast(path, await labFor(kafkaFacts, source), damage, (bytes) =>
      onProgress(bytes / size / 2),
    );
    return;
  }
  const builder = new RecordBuilder();
  let from = 0;
  for await (const { event, end } of damage.read(path)) {
    builder.add(event, { from, to: end });
    from = end;
    onProgress(end / size / 2);
  }
  const record = { ...builder.record(), ...damage.inRecord };
  const facts = record.facts && factsFromRecord(record.facts);
  const render = { md: renderRecord, html: renderRecordAsHtml, json: renderRecordAsJson };
  const parts = render[format](record, await labFor(facts ?? kafkaFacts, source));
  yield* fillParts(parts, path, (place) => onProgress(0.5 + place / size / 2));
}

function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch (error) {
    if (!isFileFailure(error)) throw error;
    throw new LabError('journal', `the session's record \`${path}\` cannot be read`, {
      hint: describeError(error),
      cause: error,
    });
  }
}

/** `onBytes` counts those of both passes. */
async function* renderCast(
  path: string,
  lab: Lab,
  damage: JournalDamage,
  onBytes: (bytes: number) => void,
): AsyncGenerator<SafeText, void, undefined> {
  let startedAt: number | undefined;
  let size = 0;
  for await (const { event, end } of damage.read(path)) {
    startedAt ??= Date.parse(event.at);
    size = end;
    onBytes(end);
  }
  const cast = new CastWriter();
  yield cast.header(lab, startedAt);
  // What was recorded since the first pass is not read.
  if (size === 0) return;
  for await (const { event, end } of readRecords(path, { range: { from: 0, to: size } })) {
    const line = cast.line(event);
    onBytes(size + end);
    if (line !== undefined) yield line;
  }
}
