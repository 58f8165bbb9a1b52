import { Box, useStdout } from 'ink';
import { type ReactElement, useEffect, useMemo, useRef, useState } from 'react';
import type { SessionView } from '../../session/view.ts';
import { safeLines, trusted } from '../../text/safe-text.ts';
import { useAskedClaim } from '../hooks/use-asked-claim.ts';
import { useFollowRun } from '../hooks/use-follow-run.ts';
import { useKeys } from '../hooks/use-keys.ts';
import { useLoadedView } from '../hooks/use-loaded-view.ts';
import { usePassingMessage } from '../hooks/use-passing-message.ts';
import { useSession } from '../hooks/use-session.ts';
import { useTerminalSize } from '../hooks/use-terminal-size.ts';
import { useUi } from '../hooks/use-ui.ts';
import { announcements, fileRoom, type Heard } from '../linear/announcements.ts';
import { stepPosition } from '../linear/describe-step.ts';
import { readColumns } from '../linear/describe-views.ts';
import { noLabFiles } from '../state/lab-files.ts';
import { noHandOver } from '../state/terminal-programs.ts';
import type { UiState } from '../state/ui-state.ts';
import { cleanText } from '../text/cut.ts';
import { plainText, Text } from '../text/text.tsx';
import { wrapWords } from '../text/wrap.ts';
import type { TypedText } from '../typing/typed-text.ts';
import { noViews } from '../views/view.ts';
import type { AppProps } from './app.tsx';
import { footerText } from './footer.tsx';
import { claimRows, resetRows } from './notices.tsx';

const unable = (): boolean => false;
/** Log lines per page when they are read aloud. */
const pageRows = 5;

/**
 * The screen for a screen reader: each change is a line, printed once and left in place; below the lines are the reader's position and the
 * keys. No borders, no clock, nothing that moves by itself.
 */
export function LinearScreen({
  store,
  ui: uiStore,
  size: sizeSource,
  quit,
  copy = unable,
  suspend = unable,
  handOver = noHandOver,
  programs,
  files = noLabFiles,
  views = noViews,
}: AppProps): ReactElement {
  const view = useSession(store);
  const ui = useUi(uiStore);
  const { columns } = useTerminalSize(sizeSource);
  const { write } = useStdout();
  const context = useMemo(
    () => ({
      ui: uiStore,
      session: store,
      quit,
      now: Date.now,
      answerColumns: () => columns - 1,
      pageRows: () => pageRows,
      stepRows: () => 1,
      stepTexts: () => [],
      copy,
      suspend,
      handOver,
      programs,
      files,
      fileRoom: () => fileRoom,
      views,
      viewRoom: () => fileRoom,
      tableColumns: () => readColumns,
    }),
    [uiStore, store, columns, quit, copy, suspend, handOver, programs, files, views],
  );
  useKeys(context);
  useFollowRun(store, view, uiStore);
  usePassingMessage(view, ui, uiStore);
  useAskedClaim(view, ui, uiStore);

  const loaded = useLoadedView(ui.opened.at(-1));
  const heard = useRef<Heard>(undefined);
  // The rows below the lines come after the first of them.
  const [begun, setBegun] = useState(false);
  useEffect(() => {
    const now = { view, ui, loaded };
    const told = announcements(heard.current, now, store.logs);
    heard.current = now;
    const rows = told.flatMap((one) => wrapWords(one, columns - 1));
    if (rows.length > 0) write(safeLines(rows));
    setBegun(true);
  }, [view, ui, loaded, store, columns, write]);

  if (!begun) return <Box />;
  const asked = askedRows(ui, view, columns).map((row) => plainText(row).trim());
  const typed = ui.mode.kind === 'answer' ? describeTyped(ui.mode) : [];
  const lines = [
    stepPosition(view.steps, ui.selected),
    ...asked,
    ...typed,
    keysInWords(plainText(footerText(ui, view, columns)).trim()),
  ];
  return (
    <Box flexDirection="column">
      {lines.map((row, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity of their own
        <Text key={index}>{row === '' ? trusted(' ') : cleanText(row)}</Text>
      ))}
    </Box>
  );
}

/** The answer being typed, and where its cursor is where that is not the end. */
function describeTyped({ text, cursor }: TypedText): string[] {
  const after = text.slice(cursor).split('\n', 1)[0]!;
  return [`Your answer: ${text}`, ...(cursor < text.length ? [`The cursor is before: ${after}`] : [])];
}

/** The text of a dialog before its question. */
function askedRows(ui: UiState, view: SessionView, columns: number): ReactElement[] {
  if (ui.mode.kind !== 'confirm') return [];
  if (ui.mode.what === 'reset') return resetRows(view, ui.selected, columns);
  return ui.mode.what === 'claim' && view.claimQuestion ? claimRows(view.claimQuestion, columns) : [];
}

/** Screen readers skip arrows and the Enter symbol, or read them as something else. */
function keysInWords(row: string): string {
  return row.replaceAll('↑↓', 'up and down').replaceAll('⏎', 'enter');
}
