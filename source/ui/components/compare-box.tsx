import type { ReactElement } from 'react';
import type { StepView } from '../../session/view.ts';
import { safe, trusted } from '../../text/safe-text.ts';
import type { Binding } from '../bindings/bindings.ts';
import { type Frame, innerSize } from '../layout/frame.ts';
import type { Mode } from '../state/ui-state.ts';
import { keyText } from '../steps/key-text.tsx';
import { comparisonOfAnswers } from '../steps/model-answer.tsx';
import { ClippedRows, Rows } from '../text/rows.tsx';
import { Row, Text } from '../text/text.tsx';
import { Pane } from './pane.tsx';

export interface CompareBoxProps {
  readonly steps: readonly StepView[];
  readonly mode: Extract<Mode, { kind: 'compare' }>;
  readonly bindings: readonly Binding[];
  readonly frame: Frame;
}

/** The learner's answer beside the model answer, and what this session has seen of it. */
export function CompareBox({ steps, mode, bindings, frame }: CompareBoxProps): ReactElement {
  const step = steps[mode.step];
  const question = step?.step.questions[mode.question];
  const room = innerSize(frame);
  const rows = step && question ? comparisonOfAnswers(step, question, steps, room.columns) : [];
  const height = Math.max(1, room.rows - 1);
  const top = Math.min(mode.top, Math.max(0, rows.length - height));
  const below = rows.length - top - height;
  const title = (
    <Text>
      <Text bold>{trusted('Compare your answer')}</Text>
      {safe`  step ${step?.step.id ?? ''}`}
    </Text>
  );
  return (
    <Pane frame={frame} title={title} focused>
      <ClippedRows height={Math.max(1, room.rows)}>
        <Rows rows={rows.slice(top, top + height)} />
        <Row>
          <Text bold>{trusted('Does yours agree? ')}</Text>
          {keyText('compare-agree', bindings)}
          {trusted(' yes, ')}
          {keyText('compare-differ', bindings)}
          {trusted(' no')}
          {below > 0 ? safe`   ↓ ${below} more rows` : undefined}
        </Row>
      </ClippedRows>
    </Pane>
  );
}
