import type { ReactElement } from 'react';
import type { StepView } from '../../session/view.ts';
import { safe, trusted } from '../../text/safe-text.ts';
import { type Frame, innerSize } from '../layout/frame.ts';
import type { Mode } from '../state/ui-state.ts';
import { spaces } from '../text/join.tsx';
import { blankRow, Rows, rowsOf } from '../text/rows.tsx';
import { Row, Text } from '../text/text.tsx';
import { wrapWords } from '../text/wrap.ts';
import { Pane } from './pane.tsx';

export interface PredictBoxProps {
  readonly step: StepView;
  readonly mode: Extract<Mode, { kind: 'predict' }>;
  readonly frame: Frame;
}

/** Asks for a prediction before the step runs; the counters grade it afterwards. */
export function PredictBox({ step, mode, frame }: PredictBoxProps): ReactElement {
  const title = (
    <Text>
      <Text bold>{trusted('First, your prediction')}</Text>
      {safe`  step ${step.step.id}`}
    </Text>
  );
  const room = innerSize(frame);
  return (
    <Pane frame={frame} title={title} focused>
      <Rows rows={predictRows(step, mode.choice, room.columns).slice(0, room.rows)} />
    </Pane>
  );
}

function predictRows(step: StepView, chosen: number | undefined, columns: number): ReactElement[] {
  const { question = '', choices = [] } = step.prediction ?? {};
  const help =
    chosen === undefined
      ? 'Choose with ↑ and ↓; the cluster will decide whether you are right.'
      : 'Enter accepts it. The cluster will decide whether you are right.';
  return [
    ...rowsOf(wrapWords(question, columns), { bold: true }),
    blankRow,
    ...choices.map(({ id, text }, index) => (
      <Row key={id}>
        {index === chosen ? <Text bold>{trusted('▸ ')}</Text> : spaces(2)}
        <Text bold={index === chosen} inverse={index === chosen}>
          {safe`${text}`}
        </Text>
      </Row>
    )),
    blankRow,
    ...rowsOf(wrapWords(help, columns)),
  ];
}
