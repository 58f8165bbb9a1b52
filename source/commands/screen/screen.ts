import { join } from 'node:path';
import { debugLog } from '../../debug/debug-log.ts';
import { exitCodes } from '../../errors/lab-error.ts';
import { UnfitFileError } from '../../files/regular-file.ts';
import { replaceFile } from '../../files/replace-file.ts';
import { setRawMode } from '../../terminal/raw-mode.ts';
import { terminalState } from '../../terminal/terminal-state.ts';
import { safe, trusted } from '../../text/safe-text.ts';
import type { Preferences } from '../../ui/state/preferences.ts';
import { exitCodeOfSignal } from '../../ui/terminal/leaving-signals.ts';
import { defaultMessages, leastMessages } from '../command-line/message-counts.ts';
import { type Options, readCount } from '../command-line/options.ts';
import { labOfOthers } from '../labs/choose-lab.ts';
import { appVersion } from '../locations/app-version.ts';
import { complain, print } from '../output/streams.ts';
import { type OpenSession, openSession } from '../session/open-session.ts';
import { exitCodeOf, watchLeaving } from './leaving.ts';
import { preferencesOf } from './preferences.ts';
import { summarize } from './summary.ts';
import { unfinishedSession } from './unfinished-session.ts';

const debug = debugLog.section('commands');

/** `kafka-lab`: opens the screen. Without a terminal, says so in one line and runs the whole lab without the screen. */
export async function screen(options: Options): Promise<number> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    print(trusted('There is no terminal, so this runs the whole lab without the screen.\n'));
    return (await import('../run/run.ts')).run(options);
  }
  const messages = readCount(options, 'messages', defaultMessages.screen, leastMessages);
  // From here on, keys typed while the screen loads go to the screen, and the terminal does not echo them. A job that was
  // started in the background stops here, before it listens to signals, until the shell gives it the terminal.
  if (!takeKeys(process.stdin)) return exitCodeOfSignal.SIGHUP;
  const leaving = watchLeaving();
  let lab: OpenSession | undefined;
  let preferences: Preferences | undefined;
  /** Of sessions that another followed. */
  const earlierProblems: string[] = [];
  try {
    const { showScreen } = await import('../../ui/screen.tsx');
    preferences = await preferencesOf(options);
    let goOn: string | undefined;
    do {
      await lab?.close();
      if (lab?.session.recordProblem !== undefined) earlierProblems.push(lab.session.recordProblem);
      const opened = goOn === undefined ? options : { ...options, session: goOn };
      lab = await openSession(opened, { messages, rate: undefined });
      const earlier = opened.session === undefined ? unfinishedSession(options, lab) : undefined;
      const { session, directory } = lab;
      if (lab.isOfOthers) session.notice('info', labOfOthers);
      let isGoingOn = false;
      leaving.hasScreen = true;
      await showScreen(session, {
        version: appVersion(),
        preferences,
        programs: lab.programs,
        files: lab.files,
        views: lab.views,
        ...(earlier === undefined ? {} : { unfinished: earlier }),
        onQuit(reason, held) {
          isGoingOn = reason === 'go-on';
          leaving.code = exitCodeOf(reason);
          if (held.length > 0) saveHeldOutput(directory, held);
        },
      });
      leaving.hasScreen = false;
      goOn = isGoingOn ? (await earlier)?.id : undefined;
    } while (goOn !== undefined);
  } finally {
    leaving.hasScreen = false;
    setRawMode(process.stdin, false);
    await lab?.close();
    leaving.forget();
  }
  const { recordProblem, journalPath } = lab.session;
  const problems = recordProblem === undefined ? earlierProblems : [...earlierProblems, recordProblem];
  // Not over the shell's prompt, nor to a closed terminal.
  if (terminalState() === 'ours')
    print(
      safe`${summarize(lab.session.snapshot().steps, { ...lab, recordProblem, journalPath }, options)}${troublesOf(preferences)}`,
    );
  for (const problem of problems) complain(safe`kafka-lab: ${problem}\n`);
  return leaving.code === exitCodes.passed && problems.length > 0 ? exitCodes.failed : leaving.code;
}

/** The screen showed only the first of them, until a key was pressed. */
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

/** Keeps what libraries printed during the screen beside the journal, for diagnosis. */
function saveHeldOutput(directory: string, held: readonly string[]): void {
  try {
    replaceFile(join(directory, 'screen.log'), `${held.join('\n')}\n`);
  } catch (error) {
    // A full disk or a missing directory: the journal has reported it.
    if (!(error instanceof UnfitFileError) && (error as NodeJS.ErrnoException).code === undefined)
      throw error;
    debug('screen.log: %s', error);
  }
}
