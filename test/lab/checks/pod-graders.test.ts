import { expect, it } from 'vitest';
import { graderNamed } from '../../../source/lab/checks/vocabulary.ts';
import { kafkaFacts } from '../../../source/lab/model/facts.ts';
import type { Observations, PodSeen } from '../../../source/lab/model/observations.ts';

const graded = (
  name: string,
  parameters: Record<string, unknown>,
  seen: Partial<Observations>,
  choices: string[] = [],
) => graderNamed(name)!.grade(seen as Observations, kafkaFacts, parameters, choices);

const pod = (more: Partial<PodSeen>): PodSeen => ({
  name: 'a-0',
  labels: { app: 'a' },
  phase: 'Running',
  status: 'Running',
  ready: false,
  restarts: 0,
  ...more,
});

it.each<[string, Partial<PodSeen>]>([
  ['ready', { ready: true }],
  ['not-ready', {}],
  ['pending', { phase: 'Pending', status: 'Pending' }],
  ['pending', { phase: 'Pending', status: 'ContainerCreating' }],
  ['image', { phase: 'Pending', status: 'ImagePullBackOff' }],
  ['crash', { status: 'CrashLoopBackOff' }],
  ['crash', { status: 'Running', ready: true, restarts: 1 }],
  ['completed', { phase: 'Succeeded', status: 'Completed' }],
  ['failed', { phase: 'Failed', status: 'Error' }],
])('a pod is %s', (state, more) => {
  const pods = [pod({ ready: true, name: 'a-1' }), pod(more), pod({ labels: {}, status: 'ErrImagePull' })];
  expect(graded('pod-state', { label: 'app=a' }, { pods })).toMatchObject({ choice: state });
});

it('is not graded by pods that do not exist or are terminating', () => {
  expect(graded('pod-state', { label: 'app=b' }, { pods: [pod({})] })).toBeUndefined();
  const pods = [pod({ status: 'Terminating' })];
  expect(graded('pod-state', { label: 'app=a' }, { pods })).toBeUndefined();
});

it('is graded by the first choice that matches a line of the log', () => {
  const logs = [
    { pod: 'a-0', lines: ['got [1 2]', 'got [3 4]'] },
    { pod: 'b-0', lines: ['got []'] },
  ];
  const choices = ['got []', 'got [* *]', '*'];
  expect(graded('log-says', { pod: 'a-' }, { logs }, choices)).toEqual({
    choice: 'got [* *]',
    evidence: 'got [3 4]',
  });
  expect(graded('log-says', { pod: 'c-' }, { logs }, choices)).toBeUndefined();
});
