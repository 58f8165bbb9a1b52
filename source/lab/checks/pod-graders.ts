import type { PodSeen } from '../model/observations.ts';
import { list } from '../model/text-format.ts';
import { matchesPattern } from './line-pattern.ts';
import { namedGrader } from './named-check.ts';

/** From the worst to the best: of several pods, the worst counts. */
const states = ['image', 'crash', 'failed', 'pending', 'not-ready', 'completed', 'ready'] as const;

export const podState = namedGrader({
  name: 'pod-state',
  says: 'How the pods with a label are: `ready`, `not-ready` (they run), `pending`, `image` (it cannot be pulled), `crash` (the container ends again and again), `completed` or `failed`. Of several pods, the worst counts.',
  parameters: { label: { type: 'text', says: 'the label, such as `app=kafka`' } },
  look: ['pods'],
  grade: ({ pods }, _facts, { label }) => {
    const [key = '', value = ''] = label.split('=');
    const own = pods.filter(
      ({ labels, status }) => Object.hasOwn(labels, key) && labels[key] === value && status !== 'Terminating',
    );
    const seen = own.map(stateOf);
    const choice = states.find((state) => seen.includes(state));
    if (choice === undefined) return undefined;
    return {
      choice,
      evidence: list(own.map(({ name, status, ready }) => `${name} ${status} ${ready ? '1/1' : '0/1'}`)),
    };
  },
});

function stateOf({ phase, status, ready, restarts }: PodSeen): (typeof states)[number] {
  if (status === 'ErrImagePull' || status === 'ImagePullBackOff') return 'image';
  if (phase === 'Failed') return 'failed';
  if (phase === 'Succeeded') return 'completed';
  // Between two crashes, the container runs for a moment, and a pod without a probe is ready then.
  if (status === 'CrashLoopBackOff' || status === 'Error' || restarts > 0) return 'crash';
  if (phase === 'Pending') return 'pending';
  return ready ? 'ready' : 'not-ready';
}

export const logSays = namedGrader({
  name: 'log-says',
  says: 'What the logs of pods say: the id is a line, in which `*` stands for any characters; the first choice that a line matches is right.',
  parameters: { pod: { type: 'text', says: "how the pods' names begin" } },
  look: ['logs'],
  grade: ({ logs }, _facts, { pod }, choices) => {
    const lines = logs
      .filter((log) => log.pod.startsWith(pod))
      .flatMap((log) => log.lines.map((line) => line.trim()));
    const choice = choices.find((each) => lines.some((line) => matchesPattern(line, each)));
    if (choice === undefined) return undefined;
    return { choice, evidence: lines.findLast((line) => matchesPattern(line, choice)) ?? '' };
  },
});
