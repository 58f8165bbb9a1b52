import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { StepView } from '../../session/view.ts';
import { type SafeText, safe, trusted } from '../../text/safe-text.ts';
import { inOrder } from '../text/join.tsx';
import { blankRow, ClippedRows, Rows } from '../text/rows.tsx';
import { Row } from '../text/text.tsx';
import { Checks, CompactChecks, compactCheckRows } from './checks.tsx';
import { Hints, hintRows } from './hints.tsx';
import { keyText } from './key-text.tsx';
import { Predictions } from './predictions.tsx';
import { CompactQuestions, compactQuestionRows, Questions } from './questions.tsx';
import {
  commandRows,
  documentRows,
  headRows,
  isCut,
  outputRows,
  outputTail,
  predictionSection,
  type StepRoom,
  tailRows,
  textRows,
} from './step-rows.tsx';
import { WhatNext, whatNext } from './what-next.tsx';

interface StepProps {
  readonly step: StepView;
  readonly room: StepRoom;
}

/** What the step pane shows: all there is about the step from the row `top` on, or what matters now. */
export function StepContent({ step, room }: StepProps): ReactElement {
  if (room.top === undefined)
    return step.state === 'todo' ? (
      <StepToRun step={step} room={room} />
    ) : (
      <StepThatRan step={step} room={room} />
    );
  // Output has any length. Its rows are cut before Ink sees them, which would measure and lay out every one.
  const all = documentRows(step, room);
  const top = Math.max(0, Math.min(room.top, all.length - room.rows));
  return <Rows rows={all.slice(top, top + room.rows)} />;
}

/** Before the first run: the text, the command, what will be checked. */
function StepToRun({ step, room }: StepProps): ReactElement {
  const { columns, rows, bindings, now } = room;
  const text = textRows(step, columns).length;
  const short = commandRows(step, columns).length + hintRows(step.step, room.hints, columns).length + 1;
  const long = short + compactCheckRows(step, columns, now).length;
  const hasChecks = text + long <= rows;
  const rest = hasChecks ? long : short;
  const gap = text + rest + 1 <= rows ? 1 : 0;
  const count = step.checks.length === 1 ? 'one thing' : `${step.checks.length} things`;
  return (
    <ClippedRows height={rows}>
      <StepText step={step} room={room} height={rows - rest - gap} />
      {gap > 0 && <Rows rows={[blankRow]} />}
      <Rows rows={commandRows(step, columns)} />
      <Hints step={step.step} shown={room.hints} columns={columns} />
      <ThenChecks what={hasChecks ? trusted(':') : safe` ${count}`} bindings={bindings} />
      {hasChecks && <CompactChecks step={step} columns={columns} now={now} />}
    </ClippedRows>
  );
}

function ThenChecks({
  what,
  bindings,
}: Pick<StepRoom, 'bindings'> & { readonly what: SafeText }): ReactElement {
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Row>
        {keyText('run', bindings)}
        {trusted(' runs it, then checks')}
        {what}
      </Row>
    </Box>
  );
}

/** The text of a step in so many rows; a `…` row stands for what was cut. */
function StepText({ step, room, height }: StepProps & { readonly height: number }): ReactElement | null {
  const { columns, full, bindings } = room;
  const text = textRows(step, columns);
  if (height <= 0) return null;
  if (text.length <= height) return <Rows rows={text} />;
  const more = full
    ? [trusted('… more: '), keyText('scroll-down', bindings)]
    : [trusted('… more: '), keyText('full-screen', bindings), trusted(' shows all of it')];
  return <Rows rows={[...text.slice(0, height - 1), <Row key="more">{inOrder(more)}</Row>]} />;
}

/**
 * After the first run: the output's tail between its command and the checks, so that what was typed and whether it worked are
 * always in view.
 */
function StepThatRan({ step, room }: StepProps): ReactElement {
  const { rows, columns } = room;
  const output = outputRows(step, room);
  const cut = isCut(output, room);
  const head = headRows(step, columns);
  const whole = tailRows(step, room, cut).length;
  const isRoomy = head.length + whole + Math.min(output.length, 8) <= rows;
  const { start, end } = compactHeights(step, room, cut);
  const tail = isRoomy ? whole : start + end;
  const body = outputTail([...head, ...output], rows - tail, room);
  const hasGap = body.length > 0 && body.length + tail < rows;
  return (
    <ClippedRows height={rows}>
      <Rows rows={body} />
      {hasGap && <Rows rows={[blankRow]} />}
      {isRoomy ? <Tail step={step} room={room} /> : <CompactTail step={step} room={room} height={start} />}
      <WhatNext step={step} room={room} cut={cut} />
    </ClippedRows>
  );
}

function Tail({ step, room }: StepProps): ReactElement {
  const { columns } = room;
  return (
    <>
      <Checks step={step} columns={columns} now={room.now} />
      <Hints step={step.step} shown={room.hints} columns={columns} />
      <Predictions of={[step, ...(room.graded ?? [])]} columns={columns} />
      <Questions step={step} columns={columns} bindings={room.bindings} />
    </>
  );
}

/** Where room is short. What comes before the questions gets `height` rows. */
function CompactTail({ step, room, height }: StepProps & { readonly height: number }): ReactElement {
  const { columns } = room;
  return (
    <>
      {height > 0 && (
        <ClippedRows height={height}>
          <CompactChecks step={step} columns={columns} now={room.now} />
          <Hints step={step.step} shown={room.hints} columns={columns} />
          <Predictions of={[step, ...(room.graded ?? [])]} columns={columns} mostRows={fewRows} />
        </ClippedRows>
      )}
      <CompactQuestions step={step} columns={columns} />
    </>
  );
}

/** Of a prediction, where room is short. */
const fewRows = 2;

/** The rows of the compact tail before its questions, and from them on. What to press next is never what is cut. */
function compactHeights(step: StepView, room: StepRoom, cut: boolean): { start: number; end: number } {
  const { columns } = room;
  const end = compactQuestionRows(step, columns).length + whatNext(step, room, cut).length;
  const start =
    compactCheckRows(step, columns, room.now).length +
    hintRows(step.step, room.hints, columns).length +
    predictionSection(step, room, fewRows).length;
  return { start: Math.min(start, Math.max(0, room.rows - end)), end };
}
