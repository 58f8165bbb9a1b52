import { firstLink, linkTo, withLink } from '../../../../source/journal/chain.ts';
import type { JournalEntry, JournalEvent, JournalEventType } from '../../../../source/journal/events.ts';
import { encodeRecord } from '../../../../source/journal/record.ts';
import { kafkaFacts } from '../../../../source/lab/model/facts.ts';
import { recordOf } from '../../../../source/lab/model/recorded-facts.ts';

/** One event of each kind, with text of one to four bytes a character. `Required` keeps a new kind from being forgotten. */
export function oneOfEachKind(text = 'grüße 日本 \u{1f600}'): JournalEvent[] {
  const entries: { readonly [Type in JournalEventType]: Extract<JournalEntry, { type: Type }> } = {
    'session-started': {
      type: 'session-started',
      app: text,
      node: text,
      platform: text,
      cluster: text,
      lab: text,
      session: text,
      installation: text,
      name: text,
      email: text,
    },
    'facts-changed': {
      type: 'facts-changed',
      facts: {
        ...recordOf(kafkaFacts),
        topic: text,
        services: [{ of: 'Kafka', names: [text], headless: true }],
      },
    },
    'step-started': { type: 'step-started', step: '1.1', title: text },
    'command-started': {
      type: 'command-started',
      command: 1,
      line: text,
      step: '1.1',
      standsFor: text,
      attempt: 1,
    },
    'command-output': { type: 'command-output', command: 1, stream: 'stdout', text: `${text}\n${text}` },
    'command-ended': { type: 'command-ended', command: 1, ending: 'exited', exitCode: 1, durationMs: 5 },
    'check-passed': {
      type: 'check-passed',
      step: '1.1',
      check: text,
      title: text,
      evidence: text,
      durationMs: 3,
    },
    'check-unjudged': {
      type: 'check-unjudged',
      step: '1.1',
      check: 'c',
      title: 't',
      evidence: 'e',
      hint: 'h',
      durationMs: 1,
    },
    'check-failed': {
      type: 'check-failed',
      step: '1.1',
      check: 'd',
      title: text,
      evidence: text,
      hint: text,
      durationMs: 1,
    },
    'step-ended': { type: 'step-ended', step: '1.1', outcome: 'passed', durationMs: 9 },
    prediction: { type: 'prediction', step: '2.2', choice: text, text },
    graded: { type: 'graded', step: '2.2', choice: text, actual: text, right: false, evidence: text },
    'prediction-skipped': { type: 'prediction-skipped', step: '3.1' },
    hint: { type: 'hint', step: '1.1', taken: 1 },
    answer: { type: 'answer', step: '2.5', question: '2.2', text: `${text}\n${text}` },
    'answer-compared': { type: 'answer-compared', step: '2.5', question: '2.2', agrees: true },
    regressed: { type: 'regressed', step: '1.1', check: 'c', title: text, evidence: text, hint: text },
    restored: { type: 'restored', step: '1.1', check: 'c', evidence: text },
    swap: { type: 'swap', from: 'partition', to: 'group', pod: text },
    rebalance: { type: 'rebalance', members: [{ member: text, pod: text, partitions: [0, 1] }] },
    counters: {
      type: 'counters',
      consumer: 'group',
      endOffsets: [4, 4, 4, 4],
      received: [4, 4, 4, 4],
      startOffsets: [0, 0, 0, 0],
      logged: {
        published: { pod: text, atLeast: 1, atMost: 2 },
        received: { pod: text, atLeast: 1, atMost: 2 },
      },
    },
    counted: {
      type: 'counted',
      step: '2.5',
      consumer: 'partition',
      window: 4,
      received: 1,
      settled: true,
      partitions: [
        {
          partition: 0,
          startOffset: 0,
          endOffset: 4,
          received: 1,
          distinct: 1,
          duplicates: 0,
          redelivered: 0,
        },
      ],
    },
    'before-after': {
      type: 'before-after',
      window: 4,
      before: 1,
      after: 4,
      partitions: [{ partition: 0, startOffset: 0, endOffset: 4, before: 1, after: 4 }],
    },
    'pod-line': { type: 'pod-line', pod: text, podAt: 1_700_000_000_000, text },
    'pod-lines-elided': { type: 'pod-lines-elided', pod: text, elided: 7 },
    'task-saved': { type: 'task-saved', step: '1.2' },
    'solution-shown': { type: 'solution-shown', step: '1.2' },
    'shell-opened': { type: 'shell-opened' },
    'shell-closed': { type: 'shell-closed', durationMs: 61_000 },
    notice: { type: 'notice', level: 'error', text, lost: 1, cut: 1 },
    'cluster-state': { type: 'cluster-state', state: 'ready' },
    'cluster-changed': {
      type: 'cluster-changed',
      workloads: [{ name: text, ready: 1, replicas: 1 }],
      topic: { name: text, partitions: 4, replicas: 3 },
    },
    'step-reset': { type: 'step-reset', step: '1.2', questions: [text] },
    'session-ended': { type: 'session-ended' },
  };
  return Object.values(entries).map((entry, index) => ({
    v: 1,
    at: '2026-11-22T14:29:34.123Z',
    ms: index + 1,
    ...entry,
  }));
}

/** A journal of these, as it is written, or as an earlier version wrote it. */
export function journalOf(events: readonly JournalEvent[], links: 'linked' | 'unlinked' = 'linked'): Buffer {
  let prev = firstLink;
  return Buffer.concat(
    events.map((event) => {
      const record = encodeRecord(event);
      const line = links === 'linked' ? withLink(record, prev) : record;
      prev = linkTo(line);
      return line;
    }),
  );
}
