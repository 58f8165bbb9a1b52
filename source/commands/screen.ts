import { exitCodes } from '../errors/lab-error.ts';
import { type OpenLab, openLab } from './open-lab.ts';
import { type Options, readCount } from './options.ts';
import { appVersion } from './verbs.ts';

/** Ten seconds of messages at the manifest's rate. */
const defaultMessages = 5_000;

/** `kafka-lab`: the screen. Without a terminal: one line that says so, and the whole lab without it. */
export async function screen(options: Options): Promise<number> {
  if (!process.stdin.isTTY || !process.stdout.isTTY) {
    process.stdout.write('There is no terminal to draw on: this runs the whole lab without the screen.\n');
    return (await import('./run-lab.ts')).run(options);
  }
  const messages = readCount(options, 'messages', defaultMessages);
  const { showScreen } = await import('../ui/screen.tsx');
  const lab = await openLab(options, { messages, rate: undefined });
  try {
    await showScreen(lab.session, { version: appVersion(), onQuit: () => {} });
  } finally {
    await lab.close();
  }
  process.stdout.write(summarize(lab));
  return exitCodes.passed;
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
