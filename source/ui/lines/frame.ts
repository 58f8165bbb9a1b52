import { fitLine } from './fit.ts';
import { emptyLine, type Line, lineWidth, type Span, span } from './line.ts';

/**
 * How a pane is set off from its neighbours. `box` has borders all around; `rule` spends one row on a titled rule and no
 * column, for small terminals; `rule-left` is a rule with a separator at its left.
 */
export type FrameStyle = 'box' | 'rule' | 'rule-left';

export interface Frame {
  readonly style: FrameStyle;
  readonly columns: number;
  readonly rows: number;
}

/** The room that a frame leaves for content. */
export function innerSize(frame: Frame): { readonly columns: number; readonly rows: number } {
  const used = frame.style === 'box' ? [4, 2] : frame.style === 'rule' ? [1, 1] : [2, 1];
  return { columns: Math.max(0, frame.columns - used[0]!), rows: Math.max(0, frame.rows - used[1]!) };
}

/** The pane's rows: its title, its content cut to the frame, its borders. Always `frame.rows` lines of `frame.columns`. */
export function frameLines(frame: Frame, title: Line, content: readonly Line[], focused: boolean): Line[] {
  const inner = innerSize(frame);
  const edge = focused ? ({ bold: true, colour: 'cyan' } as const) : {};
  const rows = Array.from({ length: inner.rows }, (_, index) =>
    fitLine(content[index] ?? emptyLine, inner.columns),
  );
  if (frame.style !== 'box') {
    const lead = frame.style === 'rule' ? span(' ') : span('│ ', edge);
    return [titleRule(frame, title, focused, edge), ...rows.map((row) => [lead, ...row])];
  }
  return [
    titleRule(frame, title, focused, edge),
    ...rows.map((row) => [span('│ ', edge), ...row, span(' │', edge)]),
    [span(`└${'─'.repeat(Math.max(0, frame.columns - 2))}┘`, edge)],
  ].slice(0, frame.rows);
}

function titleRule(frame: Frame, title: Line, focused: boolean, edge: Partial<Span>): Line {
  const [open, close] = frame.style === 'box' ? ['┌', '┐'] : frame.style === 'rule' ? ['─', '─'] : ['┬', '─'];
  const room = frame.columns - 4;
  const shown = lineWidth(title) > room ? fitLine(title, room) : title;
  const marked = focused ? shown.map((part) => ({ ...part, bold: true })) : shown;
  const fill = Math.max(0, frame.columns - 4 - lineWidth(shown));
  return [span(`${open} `, edge), ...marked, span(` ${'─'.repeat(fill)}${close}`, edge)];
}
