import type { PaneId } from '../state/ui-state.ts';
import { type Frame, innerSize } from './frame.ts';

export const smallest = { columns: 80, rows: 24 } as const;

export interface Size {
  readonly columns: number;
  readonly rows: number;
}

export interface LayoutInput {
  readonly size: Size;
  readonly focus: PaneId;
  readonly fullScreen: boolean;
  readonly partitions: number;
  /** Cells that the widest entry of the list of steps takes. */
  readonly list: number;
  /** Whether a client has logged anything yet; until then the log panes give their space to the step. */
  readonly logging: boolean;
  /** Rows that the step's whole content would take. */
  readonly wanted: number;
  /** The same with every line and table whole. */
  readonly wantedWhole: number;
  /** The step has not run yet: its text matters most, and the logs keep a line each. */
  readonly reading: boolean;
  /** Rows below the bars: owners, before and after. */
  readonly comparison: number;
  /** Rows of words above the panes: what the lab shows, a banner. */
  readonly top: number;
  /** Rows of words above the footer: a notice. */
  readonly notices: number;
}

/** The position of each pane. Rows are drawn from top to bottom, the panes of a row from left to right. */
export interface ScreenLayout {
  readonly bands: readonly (readonly PlacedPane[])[];
  /** Rows for the partition view, its summary included. */
  readonly partitionRows: number;
}

export interface PlacedPane {
  readonly pane: PaneId;
  readonly frame: Frame;
}

export function isTooSmall(size: Size): boolean {
  return size.columns < smallest.columns || size.rows < smallest.rows;
}

/** Fills at most `rows − 1` rows: writing to the end of the last row makes a terminal scroll. */
export function layoutScreen(input: LayoutInput): ScreenLayout {
  const { columns, rows } = input.size;
  const partitionRows = (input.partitions === 0 ? 1 : 1 + barRows(input)) + input.comparison;
  const room = rows - 1 - 1 - 1 - input.top - input.notices - partitionRows;
  const roomy = isRoomy(input.size);
  const style = roomy ? 'box' : 'rule';
  if (input.fullScreen) {
    return { bands: [[{ pane: input.focus, frame: { style, columns, rows: room } }]], partitionRows };
  }
  const sideBySide = columns >= 100;
  const folded = isFolded(input);
  const logRows = logHeights(input, room, roomy, sideBySide);
  const bodyRows = room - logRows.reduce((sum, one) => sum + one, 0);
  const stepsColumns = stepsPaneColumns(input.size, input.list);
  const body: PlacedPane[] = [
    { pane: 'steps', frame: { style, columns: stepsColumns, rows: bodyRows } },
    {
      pane: 'step',
      frame: { style: roomy ? 'box' : 'rule-left', columns: columns - stepsColumns, rows: bodyRows },
    },
  ];
  const producerColumns = sideBySide ? Math.min(72, Math.floor(columns / 2)) : columns;
  const logStyle = folded ? 'rule' : style;
  const producer: PlacedPane = {
    pane: 'producer',
    frame: { style: logStyle, columns: producerColumns, rows: logRows[0]! },
  };
  const consumer: PlacedPane = {
    pane: 'consumer',
    frame: {
      style: sideBySide && !roomy && !folded ? 'rule-left' : logStyle,
      columns: sideBySide ? columns - producerColumns : columns,
      rows: logRows.at(-1)!,
    },
  };
  return { bands: sideBySide ? [body, [producer, consumer]] : [body, [producer], [consumer]], partitionRows };
}

const leastSteps = 28;
const mostSteps = 60;
/** What the step keeps before the list gets more than a good quarter of the width: room for lines of 76 cells. */
const enoughForStep = 80;

/** The list of steps takes what its titles need, where the step has enough left. */
function stepsPaneColumns(size: Size, list: number): number {
  const { columns } = size;
  const needed = list + (isRoomy(size) ? 4 : 1);
  const most = Math.max(Math.floor(columns * 0.27), columns - enoughForStep);
  return Math.max(leastSteps, Math.min(needed, most, mostSteps));
}

/** The width of the step pane's content. */
export function stepContentColumns(size: Size, list: number): number {
  const style = isRoomy(size) ? 'box' : 'rule-left';
  return innerSize({ style, columns: size.columns - stepsPaneColumns(size, list), rows: 3 }).columns;
}

function isRoomy({ columns, rows }: Size): boolean {
  return columns >= 100 && rows >= 30;
}

/** Until something is logged, each log pane is only a title, unless it has the focus. */
export function isFolded({ logging, focus }: Pick<LayoutInput, 'logging' | 'focus'>): boolean {
  return !logging && focus !== 'producer' && focus !== 'consumer';
}

/**
 * The heights of the bands of log panes, borders included: what the step leaves, within bounds that keep both readable.
 * The focused pane gets more where room is short.
 */
function logHeights(input: LayoutInput, room: number, roomy: boolean, sideBySide: boolean): number[] {
  const border = roomy ? 2 : 1;
  const focused = input.focus === 'producer' || input.focus === 'consumer';
  if (isFolded(input)) return sideBySide ? [1] : [1, 1];
  // In multiples of three, so that the panes do not move with every line that a step prints.
  const heightFor = (wanted: number): number => Math.ceil((wanted + border) / 3) * 3;
  // Whole lines are worth no more than about half of the room.
  const whole = Math.min(heightFor(input.wantedWhole), Math.floor(room * 0.55));
  const body = Math.max(heightFor(input.wanted), whole);
  const left = room - Math.max(Math.floor(room * (focused ? 0.35 : 0.45)), body);
  if (sideBySide) {
    const least = input.reading && !focused ? 0 : Math.floor(room * (focused ? 0.45 : 0.3));
    return [Math.max(border + 1, least, left)];
  }
  if (input.reading && !focused) {
    const each = Math.max(border + 1, Math.floor(left / 2));
    return [each, each];
  }
  const least = border + 2;
  const both = Math.max(2 * least, Math.floor(room * (focused ? 0.55 : 0.32)), left);
  if (!focused) return [Math.ceil(both / 2), Math.floor(both / 2)];
  return input.focus === 'producer' ? [both - least, least] : [least, both - least];
}

/** How many rows the bars may take: one where four partitions fit into it, more for more partitions and taller screens. */
function barRows(input: LayoutInput): number {
  const perRow = Math.max(1, Math.floor(input.size.columns / 20));
  const wanted = Math.max(1, Math.ceil(input.partitions / perRow));
  return Math.min(wanted, input.size.rows >= 40 ? 4 : 2);
}
