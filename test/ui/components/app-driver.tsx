import { stripVTControlCharacters } from 'node:util';
import { render } from 'ink-testing-library';
import type { SessionStore } from '../../../source/session/view.ts';
import { isReplay } from '../../../source/ui/commands/replay.ts';
import { App, type AppProps } from '../../../source/ui/components/app.tsx';
import type { Size } from '../../../source/ui/layout/layout.ts';
import type { Preferences } from '../../../source/ui/state/preferences.ts';
import { createUiStore, type UiStore } from '../../../source/ui/state/ui-store.ts';
import { until } from '../until.ts';

export interface Driver {
  readonly ui: UiStore;
  readonly left: string[];
  /** The texts that were sent to the clipboard. */
  readonly copied: string[];
  screen(): string;
  rows(): string[];
  /** Types into the screen once it accepts input. */
  press(keys: string): Promise<void>;
  sees(text: string): Promise<void>;
  seesNot(text: string): Promise<void>;
  close(): void;
}

/** The app over a fake session, without a terminal. At most 100 columns, the width of the testing library. */
export function drive(
  session: SessionStore,
  size: Size = { columns: 80, rows: 24 },
  preferences?: Preferences,
  terminal: Pick<AppProps, 'handOver' | 'programs' | 'files' | 'views'> = {},
): Driver {
  const ui = createUiStore(session.snapshot().current, isReplay(session), preferences);
  const left: string[] = [];
  const copied: string[] = [];
  const copy = (text: string): boolean => copied.push(text) > 0;
  const source = { get: () => size, subscribe: () => () => {} };
  const app = render(
    <App
      store={session}
      ui={ui}
      size={source}
      quit={(reason) => left.push(reason)}
      version="1.2.3"
      copy={copy}
      {...terminal}
    />,
  );
  const screen = (): string => stripVTControlCharacters(app.lastFrame() ?? '');
  return {
    ui,
    left,
    copied,
    screen,
    rows: () => screen().split('\n'),
    async press(keys) {
      await until(() => app.stdin.listenerCount('readable') > 0, screen);
      app.stdin.write(keys);
    },
    sees: (text) => until(() => screen().includes(text), screen),
    seesNot: (text) => until(() => !screen().includes(text), screen),
    close: () => {
      app.unmount();
      app.cleanup();
    },
  };
}
