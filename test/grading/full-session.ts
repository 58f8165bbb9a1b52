import type { JournalEntry, JournalEvent } from '../../source/journal/events.ts';
import { recordOf } from '../../source/lab/model/recorded-facts.ts';
import { kafkaLab } from '../lab/kafka-lab.ts';
import { Timeline } from './write-journal.ts';

export const opening: Extract<JournalEntry, { type: 'session-started' }> = {
  type: 'session-started',
  app: '0.1.0',
  node: 'v22.0.0',
  platform: 'linux x64',
  cluster: 'embedded',
  lab: kafkaLab.id,
  labVersion: kafkaLab.version ?? '',
  labDigest: kafkaLab.digest ?? '',
  facts: recordOf(kafkaLab.facts),
};

/** A session of the whole lab in which every step passes at once, without a cluster: what its checks saw is not recorded. */
export function fullSession(): JournalEvent[] {
  const timeline = new Timeline('2026-11-23T09:00:00.000Z');
  timeline.add(opening);
  let command = 0;
  for (const { id: step, title, commands, checks } of kafkaLab.steps) {
    timeline.add({ type: 'step-started', step, title }, 400);
    for (const { line } of commands({ cluster: 'embedded', facts: kafkaLab.facts })) {
      command += 1;
      timeline.add({ type: 'command-started', command, line, step, attempt: 1 });
      timeline.add({ type: 'command-output', command, stream: 'stdout', text: `what ${line} prints` }, 300);
      timeline.add({ type: 'command-ended', command, ending: 'exited', exitCode: 0, durationMs: 310 });
      timeline.add({ type: 'pod-line', pod: 'consumer-0', podAt: 1_700_000_000_000, text: 'received 1,000' });
    }
    for (const check of checks)
      timeline.add({
        ...{ type: 'check-passed', step, check: check.id, title: check.title },
        ...{ evidence: `${check.title}, as seen`, durationMs: 50 },
      });
    timeline.add({ type: 'step-ended', step, outcome: 'passed', durationMs: 700 });
  }
  timeline.add({ type: 'session-ended' });
  return timeline.events;
}
