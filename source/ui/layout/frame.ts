/**
 * How a pane is separated from its neighbours. `box` has borders all around; `rule` spends one row on a titled rule and no
 * column, for small terminals; `rule-left` is a rule with a separator at its left.
 */
export type FrameStyle = 'box' | 'rule' | 'rule-left';

export interface Frame {
  readonly style: FrameStyle;
  readonly columns: number;
  readonly rows: number;
}

/** The space that a frame leaves for content. */
export function innerSize(frame: Frame): { readonly columns: number; readonly rows: number } {
  const used = frame.style === 'box' ? [4, 2] : frame.style === 'rule' ? [1, 1] : [2, 1];
  return { columns: Math.max(0, frame.columns - used[0]!), rows: Math.max(0, frame.rows - used[1]!) };
}
