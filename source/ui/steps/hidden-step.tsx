import type { ReactElement } from 'react';
import type { StepView } from '../../session/view.ts';
import { trusted } from '../../text/safe-text.ts';
import type { Binding } from '../bindings/bindings.ts';
import { blankRow, rowsOf } from '../text/rows.tsx';
import { Row } from '../text/text.tsx';
import { wrapWords } from '../text/wrap.ts';
import { keyText } from './key-text.tsx';

export interface HiddenRoom {
  readonly columns: number;
  readonly bindings: readonly Binding[];
}

/** In place of a step that would answer the open prediction of `by`, which may be the step itself: what is to be predicted. */
export function hiddenRows(step: StepView, by: StepView, { columns, bindings }: HiddenRoom): ReactElement[] {
  const { question = '', choices = [] } = by.prediction ?? {};
  const why =
    step === by
      ? 'Predict first, then see what this step does:'
      : `What this step shows would answer the prediction of step ${by.step.id}:`;
  return [
    ...rowsOf(wrapWords(why, columns)),
    blankRow,
    ...rowsOf(wrapWords(question, columns), { bold: true }),
    ...choices.flatMap(({ text }) => rowsOf(wrapWords(`· ${text}`, columns))),
    blankRow,
    <Row key="how">
      {keyText('run', bindings)}
      {trusted(' lets you choose, or skip it')}
    </Row>,
  ];
}
