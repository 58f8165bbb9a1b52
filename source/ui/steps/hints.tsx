import type { ReactElement } from 'react';
import { hintsOf } from '../../session/hints-of.ts';
import type { StepView } from '../../session/view.ts';
import { safe } from '../../text/safe-text.ts';
import { Rows } from '../text/rows.tsx';
import { Row, Text } from '../text/text.tsx';
import { wrapWords } from '../text/wrap.ts';

export interface HintsProps {
  readonly step: StepView;
  readonly columns: number;
}

/** The hints that were taken. */
export function Hints({ step, columns }: HintsProps): ReactElement {
  return <Rows rows={hintRows(step, columns)} />;
}

/** The last one that was taken. */
export function NewestHint({ step, columns }: HintsProps): ReactElement {
  return <Rows rows={newestHintRows(step, columns)} />;
}

export function hintRows({ step, hintsTaken }: StepView, columns: number): ReactElement[] {
  const all = hintsOf(step);
  return all.slice(0, hintsTaken).flatMap((hint, index) => rowsOfHint(hint, index, all.length, columns));
}

export function newestHintRows({ step, hintsTaken }: StepView, columns: number): ReactElement[] {
  const all = hintsOf(step);
  const index = Math.min(hintsTaken, all.length) - 1;
  const hint = all[index];
  return hint === undefined ? [] : rowsOfHint(hint, index, all.length, columns);
}

function rowsOfHint(hint: string, index: number, all: number, columns: number): ReactElement[] {
  const lead = `hint ${index + 1} of ${all}: `;
  return wrapWords(lead + hint, columns).map((row, rowIndex) => {
    const ownLead = rowIndex === 0 ? row.slice(0, lead.length) : '';
    return (
      <Row key={row}>
        <Text bold colour="magenta">
          {safe`${ownLead}`}
        </Text>
        {safe`${row.slice(ownLead.length)}`}
      </Row>
    );
  });
}
