import { join } from 'node:path';
import { exitCodes, LabError } from '../errors/lab-error.ts';
import { replaceFile } from '../files/replace-file.ts';
import { exitCodeOfLoss, onOutputLost } from '../terminal/lost-output.ts';
import { setRawMode } from '../terminal/raw-mode.ts';
import { terminalState } from '../terminal/terminal-state.ts';
import type { QuitReason } from '../ui/screen.tsx';
import type { Preferences } from '../ui/state/preferences.ts';
import { exitCodeOfSignal, onLeavingSignal } from '../ui/terminal/leaving-signals.ts';
import { appVersion } from './app-version.ts';
import { type OpenLab, openLab } from './open-lab.ts';
import { type Options, readCount } from './options.ts';

/** Ten seconds of messages at the manifest's rate. */
const defaultMessages = 5_000;

/** `kafka-lab replay [SESSION]`: a session again, as it was recorded, without a cluster. */
export async function replay(options: Options): Promise<number> {
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new LabError('usage', 'a replay needs a terminal', {
      hint: 'kafka-lab export --format cast makes a recording that plays elsewhere',
    });
  const [{ showScreen }, { openReplay }] = await Promise.all([
    import('../ui/screen.tsx'),
    import('./replay.ts'),
  ]);
  const store = await openReplay(options.home, options.positionals[0] ?? options.session);
  const preferences = await preferencesOf(options);
  const leaving = watchLeaving();
  store.play();
  try {
    leaving.hasScreen = true;
    await showScreen(store, {
      version: appVersion(),
      preferences,
      onQuit(reason) {
        leaving.code = exitCodeOf(reason);
      },
    });
  } finally {
    leaving.hasScreen = false;
    await store.actions.close();
    leaving.forget();
  }
  return leaving.code;
}

/** `kafka-lab`: the screen. Without a terminal: one line that says so, and the whole lab without it. */
export async function screen(options: Options): Promise<number> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    process.stdout.write('There is no terminal to draw on: this runs the whole lab without the screen.\n');
    return (await import('./run-lab.ts')).run(options);
  }
  const messages = readCount(options, 'messages', defaultMessages);
  // From here on a key is a key: the screen reads what is typed while it loads, and the terminal does not echo it. A job that was
  // started in the background stops here, before it listens to signals, until the shell gives it the terminal.
  if (!takeKeys(process.stdin)) return exitCodeOfSignal.SIGHUP;
  const leaving = watchLeaving();
  let lab: OpenLab | undefined;
  let preferences: Preferences | undefined;
  try {
    const { showScreen } = await import('../ui/screen.tsx');
    preferences = await preferencesOf(options);
    lab = await openLab(options, { messages, rate: undefined });
    const { session, directory } = lab;
    leaving.hasScreen = true;
    await showScreen(session, {
      version: appVersion(),
      preferences,
      onQuit(reason, held) {
        leaving.code = exitCodeOf(reason);
        if (held.length > 0) keepHeld(directory, held);
      },
    });
  } finally {
    leaving.hasScreen = false;
    setRawMode(process.stdin, false);
    await lab?.close();
    leaving.forget();
  }
  // The shell's prompt is no place for it, and a terminal that is gone is none.
  if (terminalState() === 'ours') process.stdout.write(summarize(lab) + troublesOf(preferences));
  return leaving.code;
}

async function preferencesOf(options: Options): Promise<Preferences> {
  const { readPreferences } = await import('./config/read-preferences.ts');
  const theme = options.flags.theme as string | undefined;
  return readPreferences({ home: options.home, theme, env: process.env });
}

/** The screen has shown the first of them until a key was pressed. */
function troublesOf({ troubles }: Preferences): string {
  return troubles.map((trouble) => `${trouble}\n`).join('');
}

/** Raw mode. False: the terminal was closed by now. */
function takeKeys(stdin: NodeJS.ReadStream): boolean {
  try {
    stdin.setRawMode(true);
    return true;
  } catch (error) {
    if (terminalState() === 'gone') return false;
    throw error;
  }
}

interface Leaving {
  /** The screen has the terminal, and takes the signals. */
  hasScreen: boolean;
  code: number;
  /** Takes the signals no longer. */
  forget(): void;
}

/**
 * Before the screen is there, and after it, a signal ends the process at once, with the terminal given back; what it started ends with
 * it. The loss of the terminal ends nothing by itself: the screen leaves in order.
 */
function watchLeaving(): Leaving {
  const leaving: Leaving = {
    hasScreen: false,
    code: exitCodes.passed,
    forget() {
      forgetSignals();
      forgetLoss();
    },
  };
  const forgetSignals = onLeavingSignal((signal) => {
    // A closed terminal sends more than one SIGHUP.
    const isOnTheWay = signal === 'SIGHUP' && leaving.code === exitCodeOfSignal.SIGHUP;
    if (!leaving.hasScreen && !isOnTheWay) process.exit(exitCodeOfSignal[signal]);
  });
  const forgetLoss = onOutputLost(() => {});
  return leaving;
}

/** A key ends the screen well, ctrl-c too; a signal ends it as a shell reports a signal. */
function exitCodeOf(reason: QuitReason): number {
  if (reason === 'key' || reason === 'interrupt') return exitCodes.passed;
  return reason === 'hangup' ? exitCodeOfLoss.hangup : exitCodeOfSignal[reason];
}

/** What libraries printed while the screen was up is kept beside the journal; nobody needs it unless something is wrong. */
function keepHeld(directory: string, held: readonly string[]): void {
  try {
    replaceFile(join(directory, 'screen.log'), `${held.join('\n')}\n`);
  } catch {
    // A full disk: the journal has said so.
  }
}

/** What a learner wants to know after leaving: how far they came, and where it is written. */
function summarize({ session, id, directory }: OpenLab): string {
  const { steps } = session.snapshot();
  const passed = steps.filter(({ state }) => state === 'passed').length;
  return [
    `${passed} of ${steps.length} steps passed.`,
    `Recorded in ${directory}`,
    `Transcript: kafka-lab export ${id} -o report.md    Go on: kafka-lab --session ${id}`,
    '',
  ].join('\n');
}
