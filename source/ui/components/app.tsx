import { type ReactElement, useMemo } from 'react';
import { hiddenStep } from '../../session/open-prediction.ts';
import type { SessionStore } from '../../session/view.ts';
import type { KeyContext } from '../commands/key-context.ts';
import { Clock } from '../hooks/now.tsx';
import { useAskedClaim } from '../hooks/use-asked-claim.ts';
import { useFollowRun } from '../hooks/use-follow-run.ts';
import { isLogging, useIsLogging } from '../hooks/use-is-logging.ts';
import { useKeys } from '../hooks/use-keys.ts';
import { usePassingMessage } from '../hooks/use-passing-message.ts';
import { useRates } from '../hooks/use-rates.ts';
import { useRedraw } from '../hooks/use-redraw.ts';
import { useSeenQuestion } from '../hooks/use-seen-question.ts';
import { useSession } from '../hooks/use-session.ts';
import { useTerminalSize } from '../hooks/use-terminal-size.ts';
import { useUi } from '../hooks/use-ui.ts';
import { innerSize } from '../layout/frame.ts';
import { isTooSmall } from '../layout/layout.ts';
import { type LabFiles, noLabFiles } from '../state/lab-files.ts';
import { type HandOver, noHandOver, type TerminalPrograms } from '../state/terminal-programs.ts';
import { isStepBox, type PaneId } from '../state/ui-state.ts';
import type { UiStore } from '../state/ui-store.ts';
import { documentRows, wholeLines } from '../steps/step-rows.tsx';
import type { ScreenOutput } from '../terminal/screen-output.ts';
import type { SizeSource } from '../terminal/size-source.ts';
import { plainText } from '../text/text.tsx';
import { openedRoom } from '../views/opened-room.ts';
import { noViews, type Views } from '../views/view.ts';
import { answerColumns } from './answer-box.tsx';
import { arrange } from './arrange.ts';
import { FilePage, fileRoom, pageRoom } from './file-page.tsx';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { HelpPage } from './help-page.tsx';
import { Introduction } from './introduction.tsx';
import { Notices } from './notices.tsx';
import { Panes } from './panes.tsx';
import { PartitionBars } from './partition-bars.tsx';
import { ScreenBox } from './screen-box.tsx';
import { TooSmall } from './too-small.tsx';
import { ViewPage } from './view-page.tsx';

export interface AppProps {
  readonly store: SessionStore;
  readonly ui: UiStore;
  readonly size: SizeSource;
  readonly quit: (reason: 'key' | 'interrupt' | 'go-on') => void;
  readonly version: string;
  /** Sends text to the terminal's clipboard; false if it is too long for one. */
  readonly copy?: (text: string) => boolean;
  /** Stops the process until `fg`; false if the system cannot. */
  readonly suspend?: () => boolean;
  /** Lends the terminal to these programs; undefined in tests without a terminal, and `programs` in a replay. */
  readonly handOver?: HandOver;
  readonly programs?: TerminalPrograms | undefined;
  /** The files that can be read; a replay has none. */
  readonly files?: LabFiles | undefined;
  /** What can be opened over the screen; a replay has nothing. */
  readonly views?: Views | undefined;
  /** Where Ink writes; undefined in tests that read Ink's frames. */
  readonly output?: ScreenOutput;
}

/** The whole screen: at most `rows − 1` rows, so that the terminal never scrolls. */
export function App({
  store,
  ui: uiStore,
  size: sizeSource,
  quit,
  version,
  copy,
  suspend,
  handOver,
  programs,
  files,
  views,
  output,
}: AppProps): ReactElement {
  useRedraw(output);
  const view = useSession(store);
  const logging = useIsLogging(store);
  const ui = useUi(uiStore);
  const size = useTerminalSize(sizeSource);
  const rates = useRates(view);
  useFollowRun(store, view, uiStore);
  usePassingMessage(view, ui, uiStore);
  useAskedClaim(view, ui, uiStore);
  useSeenQuestion(ui, uiStore);
  useKeys(
    useKeyContext({
      store,
      ui: uiStore,
      size: sizeSource,
      quit,
      version,
      ...(copy ? { copy } : {}),
      ...(suspend ? { suspend } : {}),
      ...(handOver ? { handOver } : {}),
      programs,
      files,
      views,
    }),
  );

  if (isTooSmall(size)) return <TooSmall size={size} />;
  if (ui.mode.kind === 'help') return <HelpPage ui={ui} view={view} size={size} version={version} />;
  const opened = ui.mode.kind === 'search' ? ui.mode.over : ui.mode;
  if (opened?.kind === 'file') return <FilePage ui={ui} mode={opened} view={view} size={size} />;
  const uppermost = ui.opened.at(-1);
  if (uppermost !== undefined && !isStepBox(ui.mode))
    return <ViewPage ui={ui} opened={uppermost} view={view} size={size} />;
  const layout = arrange(view, ui, size, logging);
  const { columns } = size;
  const isTurning = view.running !== undefined || view.cluster.state === 'starting';
  return (
    <Clock every={isTurning ? 250 : 1000}>
      <ScreenBox size={size}>
        <Header view={view} columns={columns} />
        <Introduction view={view} ui={ui} columns={columns} />
        <Panes layout={layout} store={store} view={view} ui={ui} />
        <PartitionBars view={view} rates={rates} size={size} rows={layout.partitionRows} />
        <Notices view={view} ui={ui} columns={columns} />
        <Footer ui={ui} view={view} columns={columns} />
      </ScreenBox>
    </Clock>
  );
}

function useKeyContext({
  store,
  ui,
  size,
  quit,
  copy = unable,
  suspend = unable,
  handOver = noHandOver,
  programs,
  files = noLabFiles,
  views = noViews,
}: AppProps): KeyContext {
  return useMemo(() => {
    const roomOf = (pane: PaneId): { columns: number; rows: number } => {
      const layout = arrange(store.snapshot(), ui.get(), size.get(), isLogging(store));
      const placed = layout.bands.flat().find((one) => one.pane === pane);
      return placed ? innerSize(placed.frame) : { columns: 1, rows: 1 };
    };
    const focusedRoom = () => roomOf(ui.get().focus);
    const stepRows = (): ReactElement[] => {
      const { selected, bindings } = ui.get();
      const view = store.snapshot();
      const step = view.steps[selected];
      if (!step) return [];
      const room = {
        ...roomOf('step'),
        top: 0,
        next: undefined,
        whole: wholeLines(ui.get()),
        hiddenBy: hiddenStep(view, selected),
        bindings,
        now: 0,
      };
      return documentRows(step, room);
    };
    return {
      ui,
      session: store,
      quit,
      now: Date.now,
      copy,
      suspend,
      handOver,
      programs,
      files,
      fileRoom: () => fileRoom(size.get()),
      views,
      viewRoom: () => openedRoom(ui.get().opened.at(-1), pageRoom(store.snapshot(), ui.get(), size.get())),
      tableColumns: () => fileRoom(size.get()).columns,
      answerColumns: () => answerColumns(roomOf('step').columns),
      pageRows: () => focusedRoom().rows,
      stepRows: () => stepRows().length,
      stepTexts: () => stepRows().map(plainText),
    };
  }, [store, ui, size, quit, copy, suspend, handOver, programs, files, views]);
}

const unable = (): boolean => false;
