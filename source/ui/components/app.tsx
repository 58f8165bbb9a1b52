import { type ReactElement, useMemo } from 'react';
import type { SessionStore } from '../../session/view.ts';
import type { KeyContext } from '../commands/key-context.ts';
import { Clock } from '../hooks/now.tsx';
import { useAskedClaim } from '../hooks/use-asked-claim.ts';
import { useFollowRun } from '../hooks/use-follow-run.ts';
import { isLogging, useIsLogging } from '../hooks/use-is-logging.ts';
import { useKeys } from '../hooks/use-keys.ts';
import { useRates } from '../hooks/use-rates.ts';
import { useRedraw } from '../hooks/use-redraw.ts';
import { useSession } from '../hooks/use-session.ts';
import { useTerminalSize } from '../hooks/use-terminal-size.ts';
import { useUi } from '../hooks/use-ui.ts';
import { innerSize } from '../layout/frame.ts';
import { isTooSmall } from '../layout/layout.ts';
import type { UiStore } from '../state/ui-store.ts';
import { documentRows } from '../steps/step-rows.tsx';
import type { ScreenOutput } from '../terminal/screen-output.ts';
import type { SizeSource } from '../terminal/size-source.ts';
import { arrange } from './arrange.ts';
import { Footer } from './footer.tsx';
import { Header } from './header.tsx';
import { HelpPage } from './help-page.tsx';
import { Introduction } from './introduction.tsx';
import { Notices } from './notices.tsx';
import { Panes } from './panes.tsx';
import { PartitionBars } from './partition-bars.tsx';
import { ScreenBox } from './screen-box.tsx';
import { TooSmall } from './too-small.tsx';

export interface AppProps {
  readonly store: SessionStore;
  readonly ui: UiStore;
  readonly size: SizeSource;
  readonly quit: (reason: 'key' | 'interrupt') => void;
  readonly version: string;
  /** Sends text to the terminal's clipboard; false if it is too long for one. */
  readonly copy?: (text: string) => boolean;
  /** Stops the process until `fg`; false if the system cannot. */
  readonly suspend?: () => boolean;
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
  output,
}: AppProps): ReactElement {
  useRedraw(output);
  const view = useSession(store);
  const logging = useIsLogging(store);
  const ui = useUi(uiStore);
  const size = useTerminalSize(sizeSource);
  const rates = useRates(view);
  useFollowRun(store, view, uiStore);
  useAskedClaim(view, ui, uiStore);
  useKeys(
    useKeyContext({
      store,
      ui: uiStore,
      size: sizeSource,
      quit,
      version,
      ...(copy ? { copy } : {}),
      ...(suspend ? { suspend } : {}),
    }),
  );

  if (isTooSmall(size)) return <TooSmall size={size} />;
  if (ui.mode.kind === 'help') return <HelpPage ui={ui} view={view} size={size} version={version} />;
  const layout = arrange(view, ui, size, logging);
  const { columns } = size;
  const isTurning = view.running !== undefined || view.cluster.state === 'starting';
  return (
    <Clock every={isTurning ? 250 : 1000}>
      <ScreenBox size={size}>
        <Header view={view} columns={columns} />
        <Introduction view={view} columns={columns} />
        <Panes layout={layout} store={store} view={view} ui={ui} />
        <PartitionBars view={view} rates={rates} size={size} rows={layout.partitionRows} />
        <Notices view={view} ui={ui} columns={columns} />
        <Footer ui={ui} view={view} columns={columns} />
      </ScreenBox>
    </Clock>
  );
}

function useKeyContext({ store, ui, size, quit, copy = unable, suspend = unable }: AppProps): KeyContext {
  return useMemo(() => {
    const focusedRoom = (): { columns: number; rows: number } => {
      const state = ui.get();
      const layout = arrange(store.snapshot(), state, size.get(), isLogging(store));
      const placed = layout.bands.flat().find((one) => one.pane === state.focus);
      return placed ? innerSize(placed.frame) : { columns: 1, rows: 1 };
    };
    return {
      ui,
      session: store,
      quit,
      now: Date.now,
      copy,
      suspend,
      pageRows: () => focusedRoom().rows,
      stepRows: () => {
        const { selected, stepWrap, hints, bindings } = ui.get();
        const step = store.snapshot().steps[selected];
        if (!step) return 0;
        const room = {
          ...focusedRoom(),
          top: 0,
          next: undefined,
          wrap: stepWrap,
          hints: hints[selected] ?? 0,
          bindings,
          now: 0,
        };
        return documentRows(step, room).length;
      },
    };
  }, [store, ui, size, quit, copy, suspend]);
}

const unable = (): boolean => false;
