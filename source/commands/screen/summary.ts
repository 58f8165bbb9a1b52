import type { OpenSession } from '../session/open-session.ts';

/** What a learner wants to know after leaving: how far they came, and where it is written. */
export function summarize({ session, id, directory }: OpenSession): string {
  const { steps } = session.snapshot();
  const passed = steps.filter(({ state }) => state === 'passed').length;
  return [
    `${passed} of ${steps.length} steps passed.`,
    `Recorded in ${directory}`,
    `Transcript: kafka-lab export ${id} -o report.md    Go on: kafka-lab --session ${id}`,
    '',
  ].join('\n');
}
