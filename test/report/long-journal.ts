import { closeSync, openSync, writeSync } from 'node:fs';
import type { JournalEntry } from '../../source/journal/events.ts';
import { kafkaLab } from '../lab/kafka-lab.ts';

const outputLines = 60;

/**
 * Writes the journal of a session of at least so many bytes: rounds of steps that print a lot, commands that the learner typed, log lines and
 * counters, as a class leaves them behind that let a cluster run for days.
 */
export function writeLongJournal(path: string, bytes: number): void {
  const file = openSync(path, 'w');
  let written = 0;
  let ms = 0;
  let waiting = '';
  const flush = (): void => {
    written += writeSync(file, waiting);
    waiting = '';
  };
  const add = (entry: JournalEntry): void => {
    ms += 20;
    const at = new Date(Date.UTC(2026, 0, 5) + ms).toISOString();
    waiting += `${JSON.stringify({ v: 1, at, ms, ...entry })}\n`;
    if (waiting.length > 1_000_000) flush();
  };
  add({
    type: 'session-started',
    app: '1.0.0',
    node: 'v20.20.0',
    platform: 'linux x64',
    cluster: 'embedded',
    lab: 'kafka-on-kubernetes',
  });
  for (let round = 0; written < bytes; round += 1) addRound(round, add);
  add({ type: 'session-ended' });
  flush();
  closeSync(file);
}

function addRound(round: number, add: (entry: JournalEntry) => void): void {
  const step = kafkaLab.steps[round % kafkaLab.steps.length]!;
  const command = round * 2 + 1;
  add({ type: 'step-started', step: step.id, title: step.title });
  add({ type: 'command-started', command, line: 'kubectl logs kafka-0', step: step.id, attempt: 1 });
  addOutput(command, round, add);
  for (const check of step.checks)
    add({
      type: 'check-passed',
      step: step.id,
      check: check.id,
      title: 'it holds',
      evidence: 'seen',
      durationMs: 3,
    });
  add({ type: 'step-ended', step: step.id, outcome: 'passed', durationMs: 900 });
  add({ type: 'command-started', command: command + 1, line: 'kubectl get pods -o yaml', attempt: 1 });
  addOutput(command + 1, round, add);
  for (let line = 0; line < 40; line += 1) {
    add({
      type: 'pod-line',
      pod: 'ece573-prj05-producer-1',
      podAt: line,
      text: `test: ${round * 40 + line} messages`,
    });
    const offsets = [round, round + 1, round + 2, round + 3];
    add({ type: 'counters', consumer: 'group', endOffsets: offsets, received: offsets });
  }
}

/** Two records with many lines each, and a log line between them. */
function addOutput(command: number, round: number, add: (entry: JournalEntry) => void): void {
  for (let part = 0; part < 2; part += 1) {
    const lines = Array.from(
      { length: outputLines },
      (_, line) =>
        `[2026-01-05 00:00:00,000] INFO round ${round} part ${part} line ${line} of \`a log\` with <markup> & more`,
    );
    add({ type: 'command-output', command, stream: 'stdout', text: lines.join('\n') });
    add({ type: 'pod-line', pod: 'ece573-prj05-consumer-1', podAt: round, text: 'test: received' });
  }
  add({ type: 'command-ended', command, ending: 'exited', exitCode: 0, durationMs: 700 });
}
