import type { ReactElement } from 'react';
import type { StepView } from '../../session/view.ts';
import { safe } from '../../text/safe-text.ts';
import type { Binding } from '../bindings/bindings.ts';
import { hasCommand } from '../bindings/in-replay.ts';
import { inOrder } from '../text/join.tsx';
import { Rows, rowsOf } from '../text/rows.tsx';
import { cellsOf, Row } from '../text/text.tsx';
import { wrapWords } from '../text/wrap.ts';
import { keyText } from './key-text.tsx';

export interface TaskProps {
  readonly step: StepView;
  readonly columns: number;
  readonly bindings: readonly Binding[];
}

export function Task({ step, columns, bindings }: TaskProps): ReactElement {
  return <Rows rows={taskRows(step, columns, bindings)} />;
}

/** What is to be reached in which file; none for a step that is no task. */
export function goalRows({ task }: StepView, columns: number): ReactElement[] {
  if (task === undefined) return [];
  return [
    ...rowsOf(wrapWords(`Task: ${task.goal}`, columns), { bold: true }),
    ...rowsOf(wrapWords(`File: ${task.path ?? task.file}`, columns)),
  ];
}

/** What to do next with the file of the task; none for another step, and for a task that is solved. */
export function taskRows(
  { task, state }: StepView,
  columns: number,
  bindings: readonly Binding[],
): ReactElement[] {
  if (task === undefined || state === 'passed' || state === 'running') return [];
  if (!hasCommand('edit', bindings)) return [];
  const { file, saves } = task;
  const after = saves === 0 ? 'each save is checked' : saves === 1 ? 'saved once' : `saved ${saves} times`;
  const key = keyText('edit', bindings);
  const words = ` edits ${file}`;
  const isRoomy = cellsOf(key) + words.length + 2 + after.length <= columns;
  return [<Row key="task">{inOrder([key, isRoomy ? safe`${words}; ${after}` : safe`${words}`])}</Row>];
}
