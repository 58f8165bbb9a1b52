import { Box, Text } from 'ink';
import { type ReactElement, useMemo } from 'react';
import type { SessionView } from '../../session/view.ts';
import { useKeys } from '../hooks/use-keys.ts';
import { useSession } from '../hooks/use-session.ts';
import { useTerminalSize } from '../hooks/use-terminal-size.ts';
import { useUi } from '../hooks/use-ui.ts';
import { plainText } from '../lines/line.ts';
import { summaryLine } from '../partitions/partition-lines.ts';
import { documentLines } from '../steps/step-lines.ts';
import type { AppProps } from './app.tsx';
import { footerLine } from './footer.tsx';
import { predictLines } from './predict-box.tsx';
import { noticeLines, topLines } from './words.ts';

const noClipboard = (): boolean => false;

/** The screen for a screen reader: one column of plain sentences, no borders, no clock, nothing that moves by itself. */
export function LinearScreen({
  store,
  ui: uiStore,
  size: sizeSource,
  quit,
  copy = noClipboard,
}: AppProps): ReactElement {
  const view = useSession(store);
  const ui = useUi(uiStore);
  const { columns, rows } = useTerminalSize(sizeSource);
  const context = useMemo(
    () => ({ ui: uiStore, session: store, quit, now: Date.now, pageRows: () => 1, stepRows: () => 1, copy }),
    [uiStore, store, quit, copy],
  );
  useKeys(context);

  const step = view.steps[ui.selected];
  const room = {
    columns,
    rows,
    top: 0,
    next: undefined,
    wrap: true,
    hints: ui.hints[ui.selected] ?? 0,
    now: 0,
  };
  const body = step ? documentLines(step, room) : [];
  const summary = summaryLine(view.tally, {
    columns,
    maxRows: 0,
    producedPerSecond: view.producedPerSecond,
    receivedPerSecond: view.receivedPerSecond,
    swapping: view.swapping,
  });
  const lines = [
    ...topLines(view, columns),
    [{ text: position(view, ui.selected) }],
    ...(ui.mode.kind === 'predict' && view.steps[ui.mode.step]
      ? predictLines(view.steps[ui.mode.step]!, ui.mode.choice, { columns })
      : body),
    summary,
    ...noticeLines(view, ui, columns),
    footerLine(ui, view, columns),
  ];
  return (
    <Box flexDirection="column">
      {lines.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity of their own
        <Text key={index}>{plainText(row).trimEnd() || ' '}</Text>
      ))}
    </Box>
  );
}

function position(view: SessionView, selected: number): string {
  const step = view.steps[selected];
  if (!step) return 'no steps';
  return `Step ${selected + 1} of ${view.steps.length}: ${step.step.id} ${step.step.title}, ${step.state}`;
}
