import { parse } from 'csv-parse/sync';
import { describeError, LabError } from '../../errors/lab-error.ts';
import { readRegularFile } from '../../files/regular-file.ts';
import { type GivenMarks, givenKey } from '../../grading/class/given-marks.ts';
import { sanitizeLine, sanitizeText } from '../../text/sanitize.ts';

const largest = 16 * 1024 * 1024;
const mostRows = 100_000;
const longestComment = 4_000;

/**
 * The marks and comments that a teacher put into answers.csv. Spreadsheets save it with commas, semicolons or tabs; columns are found by their
 * names.
 * @throws LabError `usage`, with the row
 */
export function readMarks(path: string): GivenMarks {
  const rows = readRows(path);
  const given = new Map<string, { marks?: number; comment?: string }>();
  for (const [index, row] of rows.entries()) {
    const where = `row ${index + 2} of \`${path}\``;
    const { person = '', question = '' } = row;
    if (person === '' || question === '')
      throw new LabError('usage', `${where} names no person or no question`, {
        hint: 'keep the columns `person`, `question` and `marks` of answers.csv',
      });
    const marks = marksOf(row.marks ?? '', row.marks_most ?? '', where);
    const comment = sanitizeText(withoutApostrophe(row.comment ?? ''))
      .trim()
      .slice(0, longestComment);
    if (marks === undefined && comment === '') continue;
    const key = givenKey(withoutApostrophe(person), withoutApostrophe(question));
    if (given.has(key))
      throw new LabError(
        'usage',
        `${where} marks \`${sanitizeLine(question, 64)}\` of \`${sanitizeLine(person, 64)}\` a second time`,
        { hint: 'keep one row for each person and question' },
      );
    given.set(key, {
      ...(marks === undefined ? {} : { marks }),
      ...(comment === '' ? {} : { comment }),
    });
  }
  return given;
}

type Row = Partial<Record<'person' | 'question' | 'marks' | 'marks_most' | 'comment', string>>;

function readRows(path: string): Row[] {
  try {
    const text = readRegularFile(path, largest).toString('utf8');
    return parse<Row>(text, {
      bom: true,
      columns: (names: string[]) => names.map((name) => name.trim().toLowerCase()),
      delimiter: delimiterOf(text),
      max_record_size: 256 * 1024,
      relax_column_count: true,
      skip_empty_lines: true,
      to: mostRows,
    });
  } catch (cause) {
    throw new LabError('usage', `the marks in \`${path}\` cannot be read: ${describeError(cause)}`, {
      hint: 'save answers.csv as CSV again',
      cause,
    });
  }
}

/** The sign between the names of the first line. */
function delimiterOf(text: string): string {
  const end = text.indexOf('\n');
  const head = text.slice(0, end === -1 ? 4_096 : Math.min(end, 4_096));
  return [';', '\t'].find((sign) => head.includes(sign)) ?? ',';
}

/** `2`, `2.5` or `2,5`; undefined where there are none yet. */
function marksOf(text: string, mostText: string, where: string): number | undefined {
  const plain = text.trim().replace(',', '.');
  if (plain === '') return undefined;
  const marks = /^\d{1,4}(?:\.\d{1,3})?$/.test(plain) ? Number(plain) : undefined;
  if (marks === undefined)
    throw new LabError('usage', `${where} has the marks \`${text.slice(0, 40)}\``, {
      hint: 'give a number such as 2 or 2.5, or nothing',
    });
  const most = Number(mostText.trim().replace(',', '.'));
  if (mostText.trim() !== '' && marks > most)
    throw new LabError('usage', `${where} has the marks \`${plain}\`, of at most ${most}`, {
      hint: 'give fewer, or change `marks` in lab.yml',
    });
  return marks;
}

/** What kept a spreadsheet from taking a text for a formula. */
const withoutApostrophe = (text: string): string => text.replace(/^'(?=[=+\-@])/, '');
