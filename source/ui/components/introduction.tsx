import type { ReactElement } from 'react';
import { repairOf } from '../../session/repair.ts';
import type { SessionView } from '../../session/view.ts';
import { safe, trusted } from '../../text/safe-text.ts';
import { keyOf } from '../bindings/key-of.ts';
import type { UiState } from '../state/ui-state.ts';
import { clusterDescriptions } from '../text/describe-cluster.ts';
import { Rows } from '../text/rows.tsx';
import { Row, Text } from '../text/text.tsx';
import { whenInWords } from '../text/when.ts';
import { wrapWords } from '../text/wrap.ts';

export interface IntroductionProps {
  readonly view: SessionView;
  readonly ui: Introduced;
  readonly columns: number;
}

type Introduced = Pick<UiState, 'unfinished' | 'bindings'>;

export function Introduction({ view, ui, columns }: IntroductionProps): ReactElement {
  return <Rows rows={introductionRows(view, ui, columns)} />;
}

const swaps = {
  partition: 'the consumer was swapped and reads partition 0 only',
  group: 'the consumer was swapped for the group',
} as const;

/** What the key that goes on would do now; undefined where it does nothing. */
export function goOnText(view: SessionView, { unfinished, bindings }: Introduced): string | undefined {
  const key = keyOf('go-on', bindings);
  const repair = repairOf(view);
  const nameOf = (index: number): string => view.steps[index]?.step.id ?? '';
  if (repair?.why === 'ended')
    return `The cluster of this session has ended. ${key} builds it again, up to step ${nameOf(repair.to)} where you were.`;
  if (repair !== undefined) {
    const { undo = [], swappedTo, undoneWith } = view.steps[repair.from] ?? {};
    const how = undo.length > 0 ? 'undoes it and runs it again' : 'runs it again';
    const rest = repair.to > repair.from ? `, and what follows up to ${nameOf(repair.to)}` : '';
    if (repair.why === 'reset')
      return `Step ${nameOf(repair.from)} was undone, and with it what stood on it. ${key} runs it again${rest}.`;
    const undoer = undoneWith === undefined ? 'something has undone it.' : `step ${undoneWith} was undone.`;
    const why = swappedTo === undefined ? undoer : `${swaps[swappedTo]}.`;
    const back =
      swappedTo === undefined || view.swapIsOff ? '' : ` ${keyOf('swap', bindings)} swaps it back;`;
    return `Step ${nameOf(repair.from)} no longer holds: ${why}${back} ${key} ${how}${rest}.`;
  }
  if (unfinished === undefined || view.steps.some(({ state }) => state !== 'todo')) return undefined;
  const { done, at } = unfinished;
  return `An earlier session is not finished: ${view.steps.length} steps, ${done} done, ${whenInWords(at, Date.now())}. ${key} goes on with it; enter starts anew.`;
}

/**
 * Above the panes: what the lab shows and where, until the first step runs; what has to be done again; a journal that cannot be written. A row
 * each.
 */
export function introductionRows(view: SessionView, ui: Introduced, columns: number): ReactElement[] {
  const rows: ReactElement[] = [];
  // What to do stands at its end, after a path of any length.
  const banner = view.journalBanner ? wrapWords(`! ${view.journalBanner}`, columns - 2) : [];
  for (const [index, row] of banner.entries())
    rows.push(
      <Row key={`journal ${index}`} bold colour="red">
        {trusted(' ')}
        {row}
      </Row>,
    );
  const goOn = view.running === undefined ? goOnText(view, ui) : undefined;
  for (const row of goOn === undefined ? [] : wrapWords(goOn, columns - 2))
    rows.push(
      <Row key={row} bold colour="yellow">
        {trusted(' ')}
        {row}
      </Row>,
    );
  if (goOn !== undefined || view.steps.some((step) => step.state !== 'todo')) return rows;
  for (const row of wrapWords(view.promise, columns - 2).slice(0, 2)) {
    rows.push(
      <Row key={row} bold>
        {trusted(' ')}
        {row}
      </Row>,
    );
  }
  const first = view.steps[view.current]?.step;
  const then = view.replay ? 'A replay: nothing runs.' : first && `Enter runs step ${first.id}.`;
  rows.push(
    <Row key="first">
      {safe` On ${clusterDescriptions[view.cluster.kind]}.`}
      {then === undefined ? trusted('') : <Text bold>{safe` ${then}`}</Text>}
    </Row>,
  );
  return rows;
}
