import { EventEmitter } from 'node:events';
import type { ReadStream, WriteStream } from 'node:tty';
import xterm from '@xterm/headless';
import { render } from 'ink';
import type { SessionStore } from '../../../source/session/view.ts';
import { App } from '../../../source/ui/components/app.tsx';
import { Themed } from '../../../source/ui/components/themed.tsx';
import type { Size } from '../../../source/ui/layout/layout.ts';
import type { UiState } from '../../../source/ui/state/ui-state.ts';
import { createUiStore, type UiStore } from '../../../source/ui/state/ui-store.ts';
import { ScreenOutput } from '../../../source/ui/terminal/screen-output.ts';

export interface Painted {
  readonly terminal: InstanceType<typeof xterm.Terminal>;
  readonly ui: UiStore;
  resize(size: Size): void;
  close(): void;
}

/** The screen as the app draws it, on a headless terminal. */
export async function paintScreen(
  store: SessionStore,
  size: Size,
  look: Partial<UiState> = {},
  env: Readonly<Record<string, string>> = {},
): Promise<Painted> {
  const terminal = new xterm.Terminal({
    cols: size.columns,
    rows: size.rows,
    allowProposedApi: true,
    // As a terminal driver does, also in raw mode.
    convertEol: true,
  });
  const written: Promise<void>[] = [];
  const target = Object.assign(new EventEmitter(), {
    isTTY: true,
    columns: size.columns,
    rows: size.rows,
    write(text: string): boolean {
      written.push(new Promise((resolve) => terminal.write(text, resolve)));
      return true;
    },
  }) as unknown as WriteStream;
  const output = new ScreenOutput(target);
  let current = size;
  const listeners = new Set<() => void>();
  const subscribe = (listener: () => void) => {
    listeners.add(listener);
    return () => listeners.delete(listener);
  };
  const ui = createUiStore(store.snapshot().current);
  ui.set(look);
  const app = render(
    <Themed ui={ui} env={{ TERM: 'xterm-256color', ...env }}>
      <App
        store={store}
        ui={ui}
        size={{ get: () => current, subscribe }}
        quit={() => {}}
        version="0.0.0"
        output={output}
      />
    </Themed>,
    {
      stdin: silentKeyboard(),
      stdout: output.stream,
      incrementalRendering: true,
      exitOnCtrlC: false,
      patchConsole: false,
    },
  );
  await Promise.all(written);
  return {
    terminal,
    ui,
    resize(wanted) {
      current = wanted;
      terminal.resize(wanted.columns, wanted.rows);
      Object.assign(target, wanted);
      output.resized();
      for (const listener of listeners) listener();
    },
    close() {
      output.stop();
      app.unmount();
      terminal.dispose();
    },
  };
}

function silentKeyboard(): ReadStream {
  const none = (): void => {};
  return Object.assign(new EventEmitter(), {
    isTTY: true,
    setRawMode: none,
    setEncoding: none,
    read: () => null,
    ref: none,
    unref: none,
  }) as unknown as ReadStream;
}
