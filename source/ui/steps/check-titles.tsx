import type { ReactElement } from 'react';
import type { CheckView } from '../../session/view.ts';
import { safe } from '../../text/safe-text.ts';
import { textWidth } from '../../text/width.ts';
import { checkGlyph } from '../text/glyphs.tsx';
import { spaces } from '../text/join.tsx';
import { Text } from '../text/text.tsx';
import { wrapWords } from '../text/wrap.ts';
import { duration } from '../theme/numbers.ts';

const notes: Partial<Record<CheckView['state'], string>> = { waiting: '  waiting', unjudged: '  not judged' };

/** Durations of checks below this are not shown. */
const worthTelling = 1_000;

export interface TitlesRoom {
  readonly columns: number;
  /** Rows for all titles beside the one of each. */
  readonly more: number;
  /** Ms since the epoch, by which the sign of a check that waits turns. */
  readonly now: number;
}

/** What each check is called, and how it stands: a text for each row. A title that is too long for its row has several while there are more rows. */
export function titlesOf(
  checks: readonly CheckView[],
  { columns, more, now }: TitlesRoom,
  noteOn: (check: CheckView) => string,
): ReactElement[][] {
  let left = more;
  return checks.map((check) => {
    const note = noteOn(check);
    const wrapped = wrapTitle(check.title, note, columns - 2);
    const isWhole = wrapped.length - 1 <= left;
    if (isWhole) left -= wrapped.length - 1;
    const [first = '', ...rest] = isWhole ? wrapped : [`${check.title}${note}`];
    return [
      <Text key={check.id}>
        {checkGlyph(check.state, now)}
        {safe` ${first}`}
      </Text>,
      ...rest.map((row) => (
        <Text key={row}>
          {spaces(2)}
          {safe`${row}`}
        </Text>
      )),
    ];
  });
}

/** How long a check took, and how it stands. */
export function checkNote({ state, durationMs }: CheckView): string {
  const took = durationMs !== undefined && durationMs >= worthTelling ? `  ${duration(durationMs)}` : '';
  return `${took}${notes[state] ?? ''}`;
}

/** What stands behind the title stays together. */
function wrapTitle(title: string, note: string, cells: number): string[] {
  const rows: string[] = wrapWords(title, cells);
  const last = `${rows.at(-1) ?? ''}${note}`;
  return textWidth(last) <= cells ? [...rows.slice(0, -1), last] : [...rows, note.trimStart()];
}
