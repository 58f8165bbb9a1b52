import type { SessionView } from '../../session/view.ts';
import { type Line, type Span, span } from '../lines/line.ts';
import { thousands } from '../theme/numbers.ts';
import type { LogPaneState } from './log-pane-state.ts';
import type { LogView } from './log-view.ts';
import { tookTooLong } from './time-box.ts';
import { rangeLabel } from './time-range.ts';

export type LogPaneId = 'producer' | 'consumer';

/** `consumer: partition 0 only  495 msg/s  PAUSED 12 new  /regex/ 3 matches`. */
export function logTitle(pane: LogPaneId, view: SessionView, state: LogPaneState, log: LogView): Line {
  const rate = pane === 'producer' ? view.producedPerSecond : view.receivedPerSecond;
  const parts: Span[] = [span(name(pane, view))];
  // A range has the rate's place: what it shows is not what comes now.
  if (state.since !== undefined) parts.push(span(`  last ${rangeLabel(state.since)}`, { bold: true }));
  else if (log.lines.length > 0 || rate > 0) parts.push(span(`  ${thousands(rate)} msg/s`));
  if (state.held) parts.push(span(`  PAUSED ${thousands(log.newLines)} new`, { bold: true, inverse: true }));
  if (state.pattern && tookTooLong(state.pattern)) {
    parts.push(span(`  /${state.pattern.source}/ takes too long: esc`, { colour: 'red', bold: true }));
  } else if (state.pattern && 'problem' in state.pattern) {
    parts.push(span(`  /${state.pattern.source}/ ${state.pattern.problem}`, { colour: 'red' }));
  } else if (state.pattern) {
    const count = log.matches === 1 ? '1 match' : `${thousands(log.matches ?? 0)} matches`;
    parts.push(span(`  /${state.pattern.source}/ ${count}`, { bold: true }));
  }
  if (state.wrap) parts.push(span('  wrap'));
  return parts;
}

function name(pane: LogPaneId, view: SessionView): string {
  if (pane === 'producer') return 'producer';
  if (view.swapping) return 'consumer: swapping…';
  if (view.consumer === 'partition') return 'consumer: partition 0 only';
  return view.consumer === 'group' ? 'consumer: group' : 'consumer';
}
