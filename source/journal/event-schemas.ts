import { exactOptional as optional } from 'valibot';
import { factsSchema } from './facts-schema.ts';
import { looksSchema } from './looks-schema.ts';
import { amount, fields, flag, listOf, oneOf, text } from './schema.ts';

const maxPartitions = 10_000;
const maxMembers = 1_000;
const maxWorkloads = 1_000;
const maxQuestions = 100;

/** By partition number. */
const byPartition = listOf(amount, maxPartitions);

const consumer = oneOf('none', 'partition', 'group');

/** Counted from log lines alone: at least so many messages, and at most. */
const loggedInterval = fields({ pod: text, atLeast: amount, atMost: amount });

/** What every event has: its wall time (ISO 8601, ms, UTC), and monotonic ms since the process's time origin. */
export const stamp = fields({ at: text, ms: amount });

/** The fields of each event, by its type. `events.ts` makes the types of them. */
export const eventSchemas = {
  'session-started': fields({
    app: text,
    node: text,
    platform: text,
    cluster: text,
    lab: text,
    /** The lab's own version, and the SHA-256 of its files. */
    labVersion: optional(text),
    labDigest: optional(text),
    /** What the manifests say at the start; a journal of an earlier version does not have it. */
    facts: optional(factsSchema),
    /** Nobody sees or steers it: `kafka-lab run`. */
    unattended: optional(flag),
    /** The session's id, an id of the installation that runs it, and whom its configuration names. */
    session: optional(text),
    installation: optional(text),
    name: optional(text),
    email: optional(text),
  }),

  /** The manifests have changed on disk, and this is what they say now. */
  'facts-changed': fields({ facts: factsSchema }),

  'step-started': fields({ step: text, title: text }),
  'step-ended': fields({
    step: text,
    outcome: oneOf('passed', 'failed', 'cancelled', 'unjudged'),
    durationMs: amount,
  }),

  /**
   * The step counts as not done: its result, its prediction and the answers to its `questions` are cleared. `undone`: the step that was undone,
   * and this one with it. Then its result alone is cleared.
   */
  'step-reset': fields({ step: text, questions: listOf(text, maxQuestions), undone: optional(text) }),

  /** `command` numbers the commands of a session; `step` is the step that ran it, if one did. */
  'command-started': fields({
    command: amount,
    line: text,
    step: optional(text),
    standsFor: optional(text),
    /** 1 for the first run; more where a reading command is repeated until its output shows what a check waits for. */
    attempt: amount,
  }),

  /** Whole lines, without the last line end. `elided` lines before them were dropped because there were too many. */
  'command-output': fields({
    command: amount,
    stream: oneOf('stdout', 'stderr'),
    text,
    elided: optional(amount),
    looks: optional(looksSchema),
  }),

  /** `stopped`: a following command whose checks were decided. `unable`: it could not be run at all. */
  'command-ended': fields({
    command: amount,
    ending: oneOf('exited', 'stopped', 'cancelled', 'unable'),
    exitCode: amount,
    durationMs: amount,
  }),

  /** `saw`: what was judged, as JSON: the observations by name. `rule`: a SHA-256 of what the check judges by; earlier versions have none. */
  'check-passed': fields({
    step: text,
    check: text,
    title: text,
    evidence: text,
    durationMs: amount,
    saw: optional(text),
    rule: optional(text),
  }),
  'check-failed': fields({
    step: text,
    check: text,
    title: text,
    evidence: text,
    hint: optional(text),
    durationMs: amount,
    saw: optional(text),
    rule: optional(text),
  }),

  /** What was seen decides the check neither way. */
  'check-unjudged': fields({
    step: text,
    check: text,
    title: text,
    evidence: text,
    hint: optional(text),
    durationMs: amount,
    saw: optional(text),
    rule: optional(text),
  }),

  answer: fields({ step: text, question: text, text }),

  /** Whether the learner found that their last answer to a question agrees with the model answer beside it. */
  'answer-compared': fields({ step: text, question: text, agrees: flag }),

  /** So many hints of a step have been taken, this one included. */
  hint: fields({ step: text, taken: amount }),

  /** What the learner predicted for a step: the id of the choice, and its text. */
  prediction: fields({ step: text, choice: text, text }),

  /** The learner was asked for a prediction and went on without one. */
  'prediction-skipped': fields({ step: text }),

  /** How a prediction turned out: the choice that came true, the line that shows it, and what was judged, as with checks. */
  graded: fields({
    step: text,
    choice: text,
    actual: text,
    right: flag,
    evidence: text,
    saw: optional(text),
  }),

  /** A lasting check of a step that had passed does not hold any longer. */
  regressed: fields({
    step: text,
    check: text,
    title: text,
    evidence: text,
    hint: optional(text),
    /** The step that was undone, if that is why. */
    undone: optional(text),
  }),

  /** All lasting checks of a step that had regressed hold again, `check` among them. */
  restored: fields({ step: text, check: text, evidence: text }),

  /** The group is stable with another assignment than before. */
  rebalance: fields({
    members: listOf(fields({ member: text, pod: optional(text), partitions: byPartition }), maxMembers),
  }),

  /** The same window of messages: how many of it the consumer before the swap received, and how many the one after. */
  'before-after': fields({
    window: amount,
    before: amount,
    after: amount,
    partitions: listOf(
      fields({ partition: amount, startOffset: amount, endOffset: amount, before: amount, after: amount }),
      maxPartitions,
    ),
  }),

  swap: fields({ from: consumer, to: consumer, pod: text }),

  /** A sample, once a second while the topic exists. Offsets and counts are messages. */
  counters: fields({
    consumer,
    endOffsets: byPartition,
    received: byPartition,
    /** Where the consumer's window begins. */
    startOffsets: optional(byPartition),
    /** The consumers export no metrics: from their log lines and from what Kafka knows. */
    estimated: optional(flag),
    /** Of clients without metrics, what the lines of their logs allow. */
    logged: optional(fields({ published: optional(loggedInterval), received: optional(loggedInterval) })),
  }),

  /** The result of a count of the share. */
  counted: fields({
    step: optional(text),
    consumer,
    window: amount,
    received: amount,
    settled: flag,
    /** As in `counters`. */
    estimated: optional(flag),
    partitions: listOf(
      fields({
        partition: amount,
        startOffset: amount,
        endOffset: amount,
        received: amount,
        distinct: amount,
        duplicates: amount,
        /** Those of the duplicates that came because the group rebalanced. */
        redelivered: optional(amount),
      }),
      maxPartitions,
    ),
  }),

  /** One line of a pod's log; `podAt` is when the pod wrote it, ms since the epoch. */
  'pod-line': fields({ pod: text, podAt: amount, text }),

  /** So many lines of a pod, in all, were not recorded after those that were. */
  'pod-lines-elided': fields({ pod: text, elided: amount }),

  /** The file of a task was saved; the step runs then. */
  'task-saved': fields({ step: text }),
  /** The solution of a task was asked for before the task was solved; in a run without a screen, it was put in place. */
  'solution-shown': fields({ step: text }),

  /** The learner's own shell had the terminal, or with `line` one in a pod; what was typed there is not recorded. */
  'shell-opened': fields({ line: optional(text) }),
  'shell-closed': fields({ durationMs: amount, line: optional(text) }),

  notice: fields({
    level: oneOf('info', 'error'),
    text,
    /** So many records before this one could not be written. */
    lost: optional(amount),
    /** So many bytes of an incomplete record were removed before the session went on. */
    cut: optional(amount),
  }),
  'cluster-state': fields({ state: oneOf('down', 'starting', 'ready', 'silent', 'gone') }),

  /** What runs on the cluster, whenever it has changed. */
  'cluster-changed': fields({
    workloads: listOf(fields({ name: text, ready: amount, replicas: amount }), maxWorkloads),
    topic: optional(fields({ name: text, partitions: amount, replicas: amount })),
  }),

  'session-ended': fields({}),
};
