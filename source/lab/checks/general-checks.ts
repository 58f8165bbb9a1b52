import { list } from '../model/text-format.ts';
import { fails, holds } from '../model/verdict.ts';
import { matchesPattern } from './line-pattern.ts';
import { namedCheck } from './named-check.ts';

export const workloadReady = namedCheck({
  name: 'workload-ready',
  says: 'A StatefulSet or Deployment exists, and all of its replicas are ready.',
  parameters: {
    kind: { type: 'text', choices: ['StatefulSet', 'Deployment'], says: 'its kind' },
    name: { type: 'text', says: 'its name' },
    replicas: { type: 'number', optional: true, says: 'how many replicas it must have' },
  },
  look: ['workloads'],
  withinMs: 120_000,
  verify: ({ workloads }, _facts, { kind, name, replicas }) => {
    const found = workloads.find((each) => each.kind === kind && each.name === name);
    if (found === undefined)
      return fails(
        `there is no ${kind} \`${name}\`: ${list(workloads.map((each) => each.name))}`,
        'Compare the name in the manifest, and apply it.',
      );
    const evidence = `${name} ${found.ready}/${found.replicas}`;
    if (replicas !== undefined && found.replicas !== replicas)
      return fails(evidence, `Set \`replicas\` to ${replicas}.`);
    return found.ready === found.replicas && found.ready > 0
      ? holds(evidence)
      : fails(evidence, '`kubectl describe pod NAME` ends with the reason why a pod waits.');
  },
});

export const topicShape = namedCheck({
  name: 'topic-shape',
  says: 'A topic exists, with this many partitions and replicas.',
  parameters: {
    topic: { type: 'text', says: 'its name' },
    partitions: { type: 'number', optional: true, says: 'how many partitions it must have' },
    replicas: { type: 'number', optional: true, says: 'how many replicas each partition must have' },
  },
  look: ['topics'],
  withinMs: 60_000,
  verify: ({ topics }, _facts, { topic, partitions, replicas }) => {
    const found = topics.find(({ name }) => name === topic);
    if (found === undefined)
      return fails(
        `there is no topic \`${topic}\`; topics: ${list(topics.map(({ name }) => name))}`,
        `Create the topic \`${topic}\`.`,
      );
    const counts = [...new Set(found.partitions.map((each) => each.replicas.length))];
    const evidence = `${topic}: partitions ${found.partitions.length}, replicas ${list(counts)}`;
    const isRight =
      (partitions === undefined || found.partitions.length === partitions) &&
      (replicas === undefined || counts.every((each) => each === replicas));
    return isRight ? holds(evidence) : fails(evidence);
  },
});

export const logSays = namedCheck({
  name: 'log-says',
  says: 'A line in the log of a pod matches a pattern. The evidence is the latest such line.',
  parameters: {
    pod: { type: 'text', says: "how the pod's name begins" },
    pattern: {
      type: 'text',
      says: 'the whole line without the blanks around it; `*` stands for any characters',
    },
  },
  look: ['logs'],
  withinMs: 60_000,
  verify: ({ logs }, _facts, { pod, pattern }) => {
    const own = logs.filter((log) => log.pod.startsWith(pod));
    if (own.length === 0) return fails(`there is no pod \`${pod}…\`: ${list(logs.map((log) => log.pod))}`);
    const lines = own.flatMap((log) => log.lines.map((line) => line.trim()));
    const line = lines.findLast((each) => matchesPattern(each, pattern));
    return line === undefined
      ? fails(`no line is like \`${pattern}\`: ${lines.at(-1) ?? 'the log is empty'}`)
      : holds(line);
  },
});

export const offsetsCommitted = namedCheck({
  name: 'offsets-committed',
  says: 'The consumer group has committed an offset in every partition.',
  parameters: {},
  look: ['tally'],
  withinMs: 60_000,
  verify: ({ tally }, facts) => {
    const committed = tally.committed ?? [];
    const evidence = `committed: ${list(committed.map((offset, partition) => `p${partition} ${offset < 0 ? 'nothing' : offset}`))}`;
    return committed.length === facts.partitions && committed.every((offset) => offset >= 0)
      ? holds(evidence)
      : fails(evidence, 'Is a member of the group running, and does it commit?');
  },
});
