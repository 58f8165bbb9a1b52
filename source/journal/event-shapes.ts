import type { EntryOf, JournalEvent, JournalEventType } from './events.ts';
import { amount, fields, flag, listOf, oneOf, optional, type Shape, text } from './shape.ts';

const maxPartitions = 10_000;
const maxMembers = 1_000;
const maxWorkloads = 1_000;
const maxQuestions = 100;
const consumer = oneOf('none', 'partition', 'group');

const interval = fields({ pod: text, atLeast: amount, atMost: amount });

/** The fields of each event; the type makes sure that none is forgotten. */
const shapes: { [T in JournalEventType]: { [F in keyof Omit<EntryOf<T>, 'type'>]-?: Shape } } = {
  'session-started': { app: text, node: text, platform: text, cluster: text, lab: text },
  'step-started': { step: text, title: text },
  'step-ended': { step: text, outcome: oneOf('passed', 'failed', 'cancelled'), durationMs: amount },
  'step-reset': { step: text, questions: listOf(text, maxQuestions) },
  'command-started': {
    command: amount,
    line: text,
    step: optional(text),
    standsFor: optional(text),
    attempt: amount,
  },
  'command-output': { command: amount, stream: oneOf('stdout', 'stderr'), text, elided: optional(amount) },
  'command-ended': {
    command: amount,
    ending: oneOf('exited', 'stopped', 'cancelled', 'unable'),
    exitCode: amount,
    durationMs: amount,
  },
  'check-passed': { step: text, check: text, title: text, evidence: text, durationMs: amount },
  'check-failed': {
    step: text,
    check: text,
    title: text,
    evidence: text,
    hint: optional(text),
    durationMs: amount,
  },
  answer: { step: text, question: text, text },
  prediction: { step: text, choice: text, text },
  graded: { step: text, choice: text, actual: text, right: flag, evidence: text },
  regressed: { step: text, check: text, title: text, evidence: text, hint: optional(text) },
  restored: { step: text, check: text, evidence: text },
  rebalance: {
    members: listOf(
      fields({ member: text, pod: optional(text), partitions: listOf(amount, maxPartitions) }),
      maxMembers,
    ),
  },
  'before-after': {
    window: amount,
    before: amount,
    after: amount,
    partitions: listOf(
      fields({ partition: amount, startOffset: amount, endOffset: amount, before: amount, after: amount }),
      maxPartitions,
    ),
  },
  swap: { from: consumer, to: consumer, pod: text },
  counters: {
    consumer,
    endOffsets: listOf(amount, maxPartitions),
    received: listOf(amount, maxPartitions),
    startOffsets: optional(listOf(amount, maxPartitions)),
    logged: optional(fields({ published: optional(interval), received: optional(interval) })),
  },
  counted: {
    step: optional(text),
    consumer,
    window: amount,
    received: amount,
    settled: flag,
    partitions: listOf(
      fields({
        partition: amount,
        startOffset: amount,
        endOffset: amount,
        received: amount,
        distinct: amount,
        duplicates: amount,
        redelivered: optional(amount),
      }),
      maxPartitions,
    ),
  },
  'pod-line': { pod: text, podAt: amount, text },
  'pod-lines-elided': { pod: text, elided: amount },
  notice: { level: oneOf('info', 'error'), text },
  'cluster-state': { state: oneOf('down', 'starting', 'ready', 'silent', 'gone') },
  'cluster-changed': {
    workloads: listOf(fields({ name: text, ready: amount, replicas: amount }), maxWorkloads),
    topic: optional(fields({ name: text, partitions: amount, replicas: amount })),
  },
  'session-ended': {},
};

const stamp = fields({ at: text, ms: amount });

/** The event that a parsed line holds, or what is wrong with it. */
export function checkEvent(value: unknown): { event: JournalEvent } | { wrong: string } {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { wrong: 'is not an object' };
  const { v, type } = value as { v?: unknown; type?: unknown };
  if (v !== 1) return { wrong: `has version \`${shown(v)}\`; this kafka-lab reads version 1` };
  if (typeof type !== 'string' || !Object.hasOwn(shapes, type))
    return { wrong: `has the unknown type \`${shown(type)}\`` };
  const wrong = stamp(value) ?? fields(shapes[type as JournalEventType] as Record<string, Shape>)(value);
  return wrong === undefined ? { event: value as JournalEvent } : { wrong: `(${type}): ${wrong}` };
}

/** A value of a file in one short line. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text).slice(1, -1);
}
