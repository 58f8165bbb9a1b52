import type { ReactElement } from 'react';
import type { SessionView } from '../../session/view.ts';
import { type SafeText, safe, trusted } from '../../text/safe-text.ts';
import { Text } from '../text/text.tsx';
import { thousands } from '../theme/numbers.ts';
import type { LogPaneState } from './log-pane-state.ts';
import type { LogView } from './log-view.ts';
import { tookTooLong } from './time-box.ts';
import { rangeLabel } from './time-range.ts';

export type LogPaneId = 'producer' | 'consumer';

/** `consumer: partition 0 only  495 msg/s  PAUSED 12 new  /regex/ 3 matches`. */
export function logTitle(
  pane: LogPaneId,
  view: SessionView,
  state: LogPaneState,
  log: LogView,
): ReactElement {
  return (
    <Text>
      {name(pane, view)}
      {rateOrRange(pane, view, state, log)}
      <Text bold inverse>
        {state.held && safe`  PAUSED ${thousands(log.newLines)} new`}
      </Text>
      {filterText(state, log)}
      {state.wrap ? trusted('  wrap') : undefined}
    </Text>
  );
}

/** A time range replaces the rate, since its lines are not the current ones. */
function rateOrRange(
  pane: LogPaneId,
  view: SessionView,
  { since }: LogPaneState,
  log: LogView,
): ReactElement | SafeText | undefined {
  if (since !== undefined) return <Text bold>{safe`  last ${rangeLabel(since)}`}</Text>;
  const rate = pane === 'producer' ? view.producedPerSecond : view.receivedPerSecond;
  return log.lines.length > 0 || rate > 0 ? safe`  ${thousands(rate)} msg/s` : undefined;
}

function filterText({ pattern }: LogPaneState, { matches = 0 }: LogView): ReactElement | undefined {
  if (!pattern) return undefined;
  if (tookTooLong(pattern))
    return (
      <Text bold colour="red">
        {safe`  /${pattern.source}/ takes too long: esc`}
      </Text>
    );
  if ('problem' in pattern) return <Text colour="red">{safe`  /${pattern.source}/ ${pattern.problem}`}</Text>;
  const count = matches === 1 ? '1 match' : `${thousands(matches)} matches`;
  return <Text bold>{safe`  /${pattern.source}/ ${count}`}</Text>;
}

function name(pane: LogPaneId, view: SessionView): SafeText {
  if (pane === 'producer') return trusted('producer');
  if (view.swapping) return trusted('consumer: swapping…');
  if (view.consumer === 'partition') return trusted('consumer: partition 0 only');
  return view.consumer === 'group' ? trusted('consumer: group') : trusted('consumer');
}
