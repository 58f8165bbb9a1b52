import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { StepView } from '../../session/view.ts';
import { safe, trusted } from '../../text/safe-text.ts';
import { type Frame, innerSize } from '../layout/frame.ts';
import type { Mode } from '../state/ui-state.ts';
import { spaces } from '../text/join.tsx';
import { blankRow, ClippedRows, Rows, rowsOf } from '../text/rows.tsx';
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
  const { question = '', choices = [] } = step.prediction ?? {};
  return (
    <Pane frame={frame} title={title} focused>
      <ClippedRows height={room.rows}>
        <Rows rows={rowsOf(wrapWords(question, room.columns), { bold: true })} />
        <Rows rows={[blankRow]} />
        <Choices choices={choices} chosen={mode.choice} />
        <Rows rows={[blankRow]} />
        <Help chosen={mode.choice} columns={room.columns} />
      </ClippedRows>
    </Pane>
  );
}

interface ChoicesProps {
  readonly choices: readonly { readonly id: string; readonly text: string }[];
  /** Index; undefined where none is chosen yet. */
  readonly chosen: number | undefined;
}

function Choices({ choices, chosen }: ChoicesProps): ReactElement {
  return (
    <Box flexDirection="column" flexShrink={0}>
      {choices.map(({ id, text }, index) => (
        <Row key={id}>
          {index === chosen ? <Text bold>{trusted('▸ ')}</Text> : spaces(2)}
          <Text bold={index === chosen} inverse={index === chosen}>
            {safe`${text}`}
          </Text>
        </Row>
      ))}
    </Box>
  );
}

function Help({
  chosen,
  columns,
}: Pick<ChoicesProps, 'chosen'> & { readonly columns: number }): ReactElement {
  const help =
    chosen === undefined
      ? 'Choose with ↑ and ↓; the cluster will decide whether you are right.'
      : 'Enter accepts it. The cluster will decide whether you are right.';
  return <Rows rows={rowsOf(wrapWords(help, columns))} />;
}
