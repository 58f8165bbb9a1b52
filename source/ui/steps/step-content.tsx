import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { StepView } from '../../session/view.ts';
import { type SafeText, safe, trusted } from '../../text/safe-text.ts';
import { hasCommand } from '../bindings/in-replay.ts';
import { markedRow } from '../files/matched-text.tsx';
import { inOrder } from '../text/join.tsx';
import { blankRow, ClippedRows, Rows } from '../text/rows.tsx';
import { Row } from '../text/text.tsx';
import { Checks, CompactChecks, checkRows, compactCheckRows } from './checks.tsx';
import { Hints, hintRows, NewestHint, newestHintRows } from './hints.tsx';
import { keyText } from './key-text.tsx';
import { isCut, outputRows, outputTail } from './output-rows.tsx';
import { Predictions } from './predictions.tsx';
import { CompactQuestions, compactQuestionRows, Questions } from './questions.tsx';
import {
  commandRows,
  documentRows,
  headRows,
  predictionSection,
  type StepRoom,
  tailRows,
  textRows,
} from './step-rows.tsx';
import { goalRows, Task, taskRows } from './task.tsx';
import { WhatNext, whatNext } from './what-next.tsx';

interface StepProps {
  readonly step: StepView;
  readonly room: StepRoom;
}

/** What the step pane shows: all there is about the step from the row `top` on, or what matters now. */
export function StepContent({ step, room }: StepProps): ReactElement {
  if (room.top === undefined && room.hiddenBy === undefined)
    return step.state === 'todo' ? (
      <StepToRun step={step} room={room} />
    ) : (
      <StepThatRan step={step} room={room} />
    );
  // Output has any length. Its rows are cut before Ink sees them, which would measure and lay out every one.
  const all = documentRows(step, room);
  const top = Math.max(0, Math.min(room.top ?? 0, all.length - room.rows));
  const shown = all.slice(top, top + room.rows);
  const { pattern } = room;
  return <Rows rows={pattern === undefined ? shown : shown.map((row) => markedRow(row, pattern))} />;
}

/** Before the first run: the text, the command, what will be checked. The newest hint is never what is cut. */
function StepToRun({ step, room }: StepProps): ReactElement {
  const { columns, rows, bindings, now } = room;
  const text = textRows(step, columns).length;
  // What a task asks for is in view as well, with a row that says how to see the rest: its commands are cut for that, and no other step's.
  const goal = goalRows(step, columns).length;
  const lead = cutLead(
    [...commandRows(step, columns), ...taskRows(step, columns, bindings)],
    goal === 0
      ? Number.POSITIVE_INFINITY
      : Math.max(3, rows - goal - 2 - newestHintRows(step, columns).length),
  );
  const commands = lead.length;
  const hints = hintRows(step, columns).length;
  const isShort = commands + hints + 1 > rows;
  const hint = isShort ? newestHintRows(step, columns).length : hints;
  const short = Math.min(commands, Math.max(0, rows - hint - 1)) + hint + 1;
  const long = short + compactCheckRows(step, columns, now).length;
  const hasChecks = text + long <= rows;
  const more = Math.max(0, rows - text - long);
  const rest = short + (hasChecks ? compactCheckRows(step, columns, now, more).length : 0);
  const gap = text + rest + 1 <= rows ? 1 : 0;
  const count = step.checks.length === 1 ? 'one thing' : `${step.checks.length} things`;
  return (
    <ClippedRows height={rows}>
      <StepText step={step} room={room} height={rows - rest - gap} />
      {gap > 0 && <Rows rows={[blankRow]} />}
      <Rows rows={lead.slice(0, Math.max(0, rows - hint - 1))} />
      {isShort ? <NewestHint step={step} columns={columns} /> : <Hints step={step} columns={columns} />}
      <ThenChecks what={hasChecks ? trusted(':') : safe` ${count}`} bindings={bindings} />
      {hasChecks && <CompactChecks step={step} columns={columns} now={now} more={more} />}
    </ClippedRows>
  );
}

/** The first rows of what leads a step, and how many more there are. */
function cutLead(lead: readonly ReactElement[], most: number): readonly ReactElement[] {
  if (lead.length <= most) return lead;
  const shown = lead.slice(0, most - 1);
  return [...shown, <Row key="more-commands">{safe`⋮ ${lead.length - shown.length} more rows`}</Row>];
}

function ThenChecks({
  what,
  bindings,
}: Pick<StepRoom, 'bindings'> & { readonly what: SafeText }): ReactElement {
  return (
    <Box flexDirection="column" flexShrink={0}>
      <Row>
        {hasCommand('run', bindings)
          ? inOrder([keyText('run', bindings), trusted(' runs it, then checks')])
          : trusted('Checks')}
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
  const head = headRows(step, columns);
  const { output, more, cut, isRoomy } = fitStep(step, room);
  const { start, hint, end } = compactHeights(step, room, cut);
  const tail = isRoomy ? tailRows(step, room, cut, more).length : start + hint + end;
  const body = outputTail([...head, ...output], rows - tail, room);
  const hasGap = body.length > 0 && body.length + tail < rows;
  return (
    <ClippedRows height={rows}>
      <Rows rows={body} />
      {hasGap && <Rows rows={[blankRow]} />}
      {isRoomy ? (
        <Tail step={step} room={room} more={more} />
      ) : (
        <CompactTail step={step} room={room} start={start} hint={hint} />
      )}
      <WhatNext step={step} room={room} cut={cut} />
    </ClippedRows>
  );
}

/** How much of the output is in view at least, before the evidence gets more than a row for each check. */
const leastOutput = 8;

interface FittedStep {
  readonly output: readonly ReactElement[];
  /** Rows for evidence beside the one of each check. */
  readonly more: number;
  /** Something is cut to its row. */
  readonly cut: boolean;
  /** Each check has a row of its own. */
  readonly isRoomy: boolean;
}

/** What is free after a row for each check goes to their evidence, then to the lines of the output that are cut. */
function fitStep(step: StepView, room: StepRoom): FittedStep {
  const { rows, columns, now } = room;
  const head = headRows(step, columns).length;
  const output = outputRows(step, room);
  const evidence = (more: number): number => checkRows(step, columns, now, more).length;
  const isEvidenceCut = (more: number): boolean => evidence(more) < evidence(rows);
  const least = head + tailRows(step, room, true, 0).length;
  const more = Math.max(0, rows - least - Math.min(output.length, leastOutput));
  const isRoomy = least + Math.min(output.length, leastOutput) <= rows;
  if (!isRoomy) return { output, more: 0, cut: isCut(output, room), isRoomy };
  const free = rows - least - (evidence(more) - evidence(0)) - 1;
  const mayWrap = room.whole === 'nothing' && output.length < free && isCut(output, room);
  const shown = (mayWrap && wrappedOutput(step, room, free)) || output;
  return { output: shown, more, cut: isCut(shown, room) || isEvidenceCut(more), isRoomy };
}

/** The output with as much of it whole as so many rows can hold. */
function wrappedOutput(step: StepView, room: StepRoom, rows: number): readonly ReactElement[] | undefined {
  for (const whole of ['tables', 'needed', 'lines'] as const) {
    const wrapped = outputRows(step, { ...room, whole });
    if (wrapped.length <= rows) return wrapped;
  }
  return undefined;
}

function Tail({ step, room, more }: StepProps & { readonly more: number }): ReactElement {
  const { columns } = room;
  return (
    <>
      <Checks step={step} columns={columns} now={room.now} more={more} />
      <Task step={step} columns={columns} bindings={room.bindings} />
      <Hints step={step} columns={columns} />
      <Predictions of={[step, ...(room.graded ?? [])]} columns={columns} />
      <Questions step={step} columns={columns} bindings={room.bindings} />
    </>
  );
}

interface CompactTailProps extends StepProps {
  /** The rows of what comes before the newest hint, and those of the hint. */
  readonly start: number;
  readonly hint: number;
}

/** Where room is short. */
function CompactTail({ step, room, start, hint }: CompactTailProps): ReactElement {
  const { columns } = room;
  return (
    <>
      {start > 0 && (
        <ClippedRows height={start}>
          <CompactChecks step={step} columns={columns} now={room.now} />
          <Task step={step} columns={columns} bindings={room.bindings} />
          <Predictions of={[step, ...(room.graded ?? [])]} columns={columns} mostRows={fewRows} />
        </ClippedRows>
      )}
      <Rows rows={newestHintRows(step, columns).slice(0, hint)} />
      <CompactQuestions step={step} columns={columns} bindings={room.bindings} />
    </>
  );
}

/** Of a prediction, where room is short. */
const fewRows = 2;

/** The rows of the compact tail: before its newest hint, of that hint, and after it. What to press next is never cut, the hint next to never. */
function compactHeights(
  step: StepView,
  room: StepRoom,
  cut: boolean,
): { start: number; hint: number; end: number } {
  const { columns } = room;
  const end = compactQuestionRows(step, columns, room.bindings).length + whatNext(step, room, cut).length;
  const hint = Math.min(newestHintRows(step, columns).length, Math.max(0, room.rows - end));
  const start =
    compactCheckRows(step, columns, room.now).length +
    taskRows(step, columns, room.bindings).length +
    predictionSection(step, room, fewRows).length;
  return { start: Math.min(start, Math.max(0, room.rows - hint - end)), hint, end };
}
