import { statSync } from 'node:fs';
import { homedir } from 'node:os';
import { exitCodes, LabError } from '../../errors/lab-error.ts';
import { buildDocument } from '../../report/document/build-document.ts';
import type { Listing } from '../../report/document/model.ts';
import { createMask, type Mask } from '../../report/privacy/mask.ts';
import { safe } from '../../text/safe-text.ts';
import { type Options, sessionOf } from '../command-line/options.ts';
import { complain, print } from '../output/streams.ts';
import { journalOf } from '../transcript/render-journal.ts';
import { progressLine } from '../transcript/show-progress.ts';
import { askOnTerminal } from './ask-on-terminal.ts';
import { readAuthorship } from './authorship.ts';
import { listBetterConsumer } from './code-listing.ts';
import type { ReportFormat } from './formats.ts';
import { readSession } from './read-session.ts';
import { writeReport } from './write-report.ts';

interface ReportFlags {
  readonly format?: ReportFormat;
  readonly output?: string;
  readonly author?: string;
  readonly course?: string;
  readonly date?: string;
  readonly redact?: string;
  readonly check?: boolean;
}

/**
 * `kafka-lab report [SESSION]`: the report that a learner hands in, from the session's journal alone. With `--check`, what it holds of
 * this machine instead; exit 1 if something in it is secret. Exit 1 also if records of the journal were changed or removed.
 * @throws LabError `usage`: no such session. `journal`: its record cannot be read, or the file not written.
 */
export async function report(options: Options): Promise<number> {
  const { format = 'html', output, author, course, date, redact, check } = options.flags as ReportFlags;
  const { home, labDir } = options;
  const mask = createMask(homedir(), wordsOf(redact));
  const journal = await journalOf(home, sessionOf(options));
  const { size } = statSync(journal);
  const progress = progressLine('report', journal);
  const { record, lab, damage } = await readSession(journal, mask, (bytes) =>
    progress.show(bytes / size),
  ).finally(progress.end);
  const damaged = damage.describe(journal);
  if (damaged !== undefined) complain(safe`${damaged}\n`);
  const ask = check ? undefined : askOnTerminal();
  const by = await readAuthorship({ home, author, course, date, recorded: record.started?.name, ask });
  const document = buildDocument({
    record,
    lab,
    authorship: { ...by, author: by.author && mask(by.author), course: by.course && mask(by.course) },
    code: maskListing(await listBetterConsumer(labDir, lab.facts.swap), mask),
  });
  if (check) {
    const [{ findTraces }, { describeTraces, thisMachine }] = await Promise.all([
      import('../../report/privacy/find-traces.ts'),
      import('./describe-traces.ts'),
    ]);
    const traces = findTraces(document, thisMachine(homedir()));
    print(describeTraces(traces));
    const isLeaking = traces.some(({ isSecret, places }) => isSecret && places.length > 0);
    return isLeaking ? exitCodes.failed : exitCodes.passed;
  }
  const path = output ?? `kafka-lab-report.${format}`;
  await writeReport(path, format, document);
  print(safe`${path}\n`);
  return damage.isChanged ? exitCodes.failed : exitCodes.passed;
}

/** @throws LabError `usage`: a word so short would be found in every text */
function wordsOf(redact: string | undefined): string[] {
  const words = (redact ?? '').split(',').map((word) => word.trim());
  const short = words.find((word) => word.length === 1);
  if (short !== undefined)
    throw new LabError('usage', `--redact has the word \`${short}\``, {
      hint: 'give words of at least two characters, separated by commas',
    });
  return words.filter((word) => word !== '');
}

function maskListing(code: Listing | string, mask: Mask): Listing | string {
  if (typeof code === 'string') return mask(code);
  return {
    ...code,
    caption: mask(code.caption),
    lines: code.lines.map(({ mark, runs }) => ({
      mark,
      runs: runs.map(({ text, look }) => ({ text: mask(text), look })),
    })),
  };
}
