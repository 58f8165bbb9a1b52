import type { ReadStream, WriteStream } from 'node:tty';
import { render } from 'ink';
import type { SessionStore } from '../session/view.ts';
import { discardInput } from '../terminal/discard-input.ts';
import { guardRawMode } from '../terminal/raw-mode.ts';
import { sanitizeText } from '../text/sanitize.ts';
import { isReplay } from './commands/replay.ts';
import { App } from './components/app.tsx';
import { LinearScreen } from './components/linear-screen.tsx';
import { Themed } from './components/themed.tsx';
import type { LabFiles } from './state/lab-files.ts';
import type { Preferences } from './state/preferences.ts';
import type { TerminalPrograms } from './state/terminal-programs.ts';
import type { Unfinished } from './state/ui-state.ts';
import { createUiStore } from './state/ui-store.ts';
import { enterAlternateScreen, plainScreen } from './terminal/alternate-screen.ts';
import { clipboardSequence } from './terminal/clipboard.ts';
import { gateOutput } from './terminal/gated-output.ts';
import { createHandOver } from './terminal/hand-over.ts';
import { type HeldOutput, holdOutput } from './terminal/held-output.ts';
import { type LeavingSignal, onLeavingSignal } from './terminal/leaving-signals.ts';
import { ScreenOutput } from './terminal/screen-output.ts';
import { terminalSize } from './terminal/size-source.ts';
import { allowSuspending } from './terminal/suspend.ts';
import type { Views } from './views/view.ts';

/** Why the screen closed: `q`, ctrl-c, to go on with the unfinished session, a signal, or a closed terminal. */
export type QuitReason = 'key' | 'interrupt' | 'go-on' | 'hangup' | LeavingSignal;

export interface ScreenOptions {
  readonly stdin?: ReadStream;
  readonly stdout?: WriteStream;
  readonly version: string;
  /** The user's own keys and theme, if any. */
  readonly preferences?: Preferences;
  /** The programs that the learner may have the terminal for; undefined in a replay. */
  readonly programs?: TerminalPrograms;
  /** The files that can be read. */
  readonly files?: LabFiles;
  /** What can be opened over the screen. */
  readonly views?: Views;
  /** An earlier session to offer; the screen does not wait for it. */
  readonly unfinished?: Promise<Unfinished | undefined>;
  /** Called once the terminal is restored, with the output that was held back meanwhile. */
  readonly onQuit: (reason: QuitReason, held: readonly string[]) => void;
}

/** A key waits for at most one such frame. Log lines are drawn at most ten times a second regardless. */
const framesPerSecond = 120;

/**
 * Shows a session until the user leaves. The terminal is restored on every way out: a key, a signal, a throw (the
 * promise rejects with it), `process.exit`. Needs terminals: `stdin` with raw mode, `stdout` with a size.
 */
export async function showScreen(store: SessionStore, options: ScreenOptions): Promise<void> {
  const stdin = options.stdin ?? process.stdin;
  const stdout = options.stdout ?? process.stdout;
  const linear = process.env.INK_SCREEN_READER === 'true';
  const output = new ScreenOutput(stdout);
  const size = terminalSize(stdout, () => output.resized());
  const gated = gateOutput(stdout);
  const releaseRawMode = guardRawMode(stdin);
  const screen = linear ? plainScreen(stdin) : enterAlternateScreen(stdin, stdout, () => output.stop());
  const suspension = allowSuspending({
    screen,
    stopDrawing() {
      output.lend();
      gated.setOpen(false);
    },
    goOnDrawing() {
      size.measure();
      gated.setOpen(true);
      output.retake();
    },
    hangup: () => quit('hangup'),
  });
  const handOver = createHandOver(suspension);

  const held: HeldOutput = holdOutput();

  let unmount = (): void => {};
  let reason: QuitReason | undefined;
  const quit = (why: QuitReason): void => {
    if (reason !== undefined) return;
    reason = why;
    unmount();
  };
  const hangup = (): void => quit('hangup');
  const forgetSignals = onLeavingSignal(quit);
  stdout.on('error', hangup);
  stdin.on('end', hangup);
  stdin.on('error', hangup);

  try {
    const ui = createUiStore(store.snapshot().current, isReplay(store), options.preferences);
    void options.unfinished?.then((unfinished) => ui.set({ unfinished }));
    const copy = (text: string): boolean => {
      const sequence = clipboardSequence(sanitizeText(text));
      if (sequence !== undefined) stdout.write(sequence);
      return sequence !== undefined;
    };
    const Layout = linear ? LinearScreen : App;
    const app = render(
      <Themed ui={ui} env={process.env}>
        <Layout
          store={store}
          ui={ui}
          size={size}
          quit={quit}
          version={options.version}
          copy={copy}
          suspend={suspension.suspend}
          programs={options.programs}
          files={options.files}
          views={options.views}
          handOver={handOver}
          output={output}
        />
      </Themed>,
      {
        stdin,
        stdout: linear ? gated.stream : output.stream,
        incrementalRendering: true,
        maxFps: framesPerSecond,
        isScreenReaderEnabled: linear,
        exitOnCtrlC: false,
        patchConsole: false,
      },
    );
    unmount = () => app.unmount();
    if (reason !== undefined) app.unmount();
    await app.waitUntilExit();
  } finally {
    suspension.close();
    // What was typed for that program is no input for the shell that comes next.
    if (await handOver.close()) discardInput(stdin);
    screen.leave();
    held.release();
    size.close();
    forgetSignals();
    releaseRawMode();
    stdin.removeListener('end', hangup);
    stdout.removeListener('error', hangup);
    // A terminal that closes from here on is not an error: its listener for `error` stays.
    stdin.unref?.();
  }
  options.onQuit(reason ?? 'key', held.lines);
}
