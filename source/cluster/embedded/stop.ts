import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { LabError } from '../../errors/lab-error.ts';
import { endOwner } from '../../processes/lock-owner.ts';
import { signalConfirmed, standingOf } from '../../processes/process-identity.ts';
import { untilGone } from '../../processes/until-gone.ts';
import type { RunningCluster } from './running.ts';

const graceMs = 8_000;
const killedWithinMs = 5_000;

/**
 * Ends a cluster and waits until its process is gone. It is asked at its door; a process is signalled only where it is confirmed to
 * be the cluster's. Its pods are its own children and end with it.
 * @throws LabError `busy`: it did not end.
 */
export async function stopCluster({ owner, process: identity }: RunningCluster): Promise<void> {
  const isAsked = owner === undefined ? signalConfirmed(identity, 'SIGTERM') : await endOwner(owner);
  if (isAsked && (await untilGone(identity, graceMs))) return;
  if (signalConfirmed(identity, 'SIGKILL') && (await untilGone(identity, killedWithinMs))) return;
  if (standingOf(identity) === 'gone') return;
  throw new LabError('busy', `the cluster’s process ${identity.pid} does not end`, {
    hint: 'end it yourself, then try again',
  });
}

/** The same for a cluster that is our own child, whose pid cannot be another's while we have not seen it exit. */
export async function stopChild(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  const hard = setTimeout(() => child.kill('SIGKILL'), graceMs);
  try {
    child.kill('SIGTERM');
    await exited;
  } finally {
    clearTimeout(hard);
  }
}
