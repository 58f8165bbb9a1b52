import { expect, test } from 'vitest';
import { ContainerHistory } from '../../../../source/embedded/kubernetes/kubelet/container-history.ts';
import type { TerminatedState } from '../../../../source/embedded/kubernetes/kubelet/container-state.ts';

const end = (exitCode: number): TerminatedState => ({
  kind: 'terminated',
  exitCode,
  reason: 'Error',
  startedAt: 0,
  finishedAt: 1,
  containerID: `kafka-lab://${exitCode}`,
});

test('the end of a run stays in the status during back-off, and during the next run', () => {
  const history = new ContainerHistory({ kind: 'waiting', reason: 'ContainerCreating' });
  expect(history.ended).toBeUndefined();
  history.enter({ kind: 'running', startedAt: 0 });
  history.enter(end(1));
  expect(history.ended?.exitCode).toBe(1);
  expect(history.wait('CrashLoopBackOff', 'back-off 10s')).toBe(true);
  expect(history.wait('CrashLoopBackOff', 'back-off 10s')).toBe(false);
  expect(history.ended?.exitCode).toBe(1);
  history.enter({ kind: 'running', startedAt: 2 });
  expect(history.status()).toMatchObject({
    state: { running: {} },
    lastState: { terminated: { exitCode: 1 } },
  });
  history.enter(end(2));
  expect(history.status()).toMatchObject({
    state: { terminated: { exitCode: 2 } },
    lastState: { terminated: { exitCode: 1 } },
  });
});
