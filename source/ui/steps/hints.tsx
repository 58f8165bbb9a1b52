import type { ReactElement } from 'react';
import type { Step } from '../../lab/model/step.ts';
import { safe } from '../../text/safe-text.ts';
import { Rows } from '../text/rows.tsx';
import { Row, Text } from '../text/text.tsx';
import { wrapWords } from '../text/wrap.ts';
import { hintsOf } from './hints-of.ts';

export interface HintsProps {
  readonly step: Step;
  readonly shown: number;
  readonly columns: number;
}

export function Hints({ step, shown, columns }: HintsProps): ReactElement {
  return <Rows rows={hintRows(step, shown, columns)} />;
}

/** The first `shown` hints. */
export function hintRows(step: Step, shown: number, columns: number): ReactElement[] {
  const all = hintsOf(step);
  return all.slice(0, shown).flatMap((hint, index) => {
    const lead = `hint ${index + 1} of ${all.length}: `;
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
  });
}
