import { join } from 'node:path';
import { debugLog } from '../../debug/debug-log.ts';
import { UnfitFileError } from '../../files/regular-file.ts';
import { replaceFile } from '../../files/replace-file.ts';
import { setRawMode } from '../../terminal/raw-mode.ts';
import { terminalState } from '../../terminal/terminal-state.ts';
import { safe, trusted } from '../../text/safe-text.ts';
import type { Preferences } from '../../ui/state/preferences.ts';
import { exitCodeOfSignal } from '../../ui/terminal/leaving-signals.ts';
import { defaultMessages } from '../command-line/message-counts.ts';
import { type Options, readCount } from '../command-line/options.ts';
import { appVersion } from '../locations/app-version.ts';
import { print } from '../output/streams.ts';
import { type OpenSession, openSession } from '../session/open-session.ts';
import { exitCodeOf, watchLeaving } from './leaving.ts';
import { preferencesOf } from './preferences.ts';
import { summarize } from './summary.ts';

const debug = debugLog.section('commands');

/** `kafka-lab`: the screen. Without a terminal: one line that says so, and the whole lab without it. */
export async function screen(options: Options): Promise<number> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    print(trusted('There is no terminal to draw on: this runs the whole lab without the screen.\n'));
    return (await import('../run/run.ts')).run(options);
  }
  const messages = readCount(options, 'messages', defaultMessages.screen);
  // From here on a key is a key: the screen reads what is typed while it loads, and the terminal does not echo it. A job that was
  // started in the background stops here, before it listens to signals, until the shell gives it the terminal.
  if (!takeKeys(process.stdin)) return exitCodeOfSignal.SIGHUP;
  const leaving = watchLeaving();
  let lab: OpenSession | undefined;
  let preferences: Preferences | undefined;
  try {
    const { showScreen } = await import('../../ui/screen.tsx');
    preferences = await preferencesOf(options);
    lab = await openSession(options, { messages, rate: undefined });
    const { session, directory } = lab;
    leaving.hasScreen = true;
    await showScreen(session, {
      version: appVersion(),
      preferences,
      onQuit(reason, held) {
        leaving.code = exitCodeOf(reason);
        if (held.length > 0) saveHeldOutput(directory, held);
      },
    });
  } finally {
    leaving.hasScreen = false;
    setRawMode(process.stdin, false);
    await lab?.close();
    leaving.forget();
  }
  // The shell's prompt is no place for it, and a terminal that is gone is none.
  if (terminalState() === 'ours')
    print(safe`${summarize(lab.session.snapshot().steps, lab, options)}${troublesOf(preferences)}`);
  return leaving.code;
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

/** What libraries printed while the screen was up is kept beside the journal; nobody needs it unless something is wrong. */
function saveHeldOutput(directory: string, held: readonly string[]): void {
  try {
    replaceFile(join(directory, 'screen.log'), `${held.join('\n')}\n`);
  } catch (error) {
    // A full disk, or a directory that is gone: the journal has said so.
    if (!(error instanceof UnfitFileError) && (error as NodeJS.ErrnoException).code === undefined)
      throw error;
    debug('screen.log: %s', error);
  }
}
