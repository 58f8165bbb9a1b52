import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { LabError } from '../../errors/lab-error.ts';
import { askOwnerToEnd } from '../../processes/lock-owner.ts';
import { processStatus, signalConfirmed } from '../../processes/process-identity.ts';
import { untilGone } from '../../processes/until-gone.ts';
import type { RunningCluster } from './running.ts';

const graceMs = 8_000;
/** For a process that does not respond on its control port: it is stopped, and is continued so that it can shut down cleanly. */
const silentGraceMs = 2_000;
const killedWithinMs = 5_000;

/** What a killed cluster means for its data. */
export const killedText =
  'It was killed, and has not recorded what it leaves: `kafka-lab up --keep` checks its data as after a crash, and can tell less.';

/**
 * Ends a cluster and waits until its process is gone. Asks it through its control port; signals the process only if it is confirmed to
 * be the cluster's. Its pods are its own children and end with it. Calls `say` if asking is not enough.
 * @throws LabError `busy`: it did not end.
 */
export async function stopCluster(
  { owner, process: identity }: RunningCluster,
  say: (line: string) => void,
): Promise<void> {
  const { pid } = identity;
  const isAsked = owner !== undefined && (await askOwnerToEnd(owner));
  if (!isAsked && owner !== undefined)
    say(`The cluster (pid ${pid}) does not answer: continuing its process and asking it to end ...`);
  const isTold = isAsked || signalConfirmed(identity, 'SIGTERM');
  // A stopped process handles no signal before SIGCONT. Windows has neither.
  if (!isAsked && isTold && process.platform !== 'win32') signalConfirmed(identity, 'SIGCONT');
  const isHeard = isAsked || owner === undefined;
  if (isTold && (await untilGone(identity, isHeard ? graceMs : silentGraceMs))) return;
  if (isTold) say(`It has not ended: killing process ${pid} ...`);
  if (signalConfirmed(identity, 'SIGKILL') && (await untilGone(identity, killedWithinMs))) {
    say(killedText);
    return;
  }
  if (processStatus(identity) === 'gone') return;
  throw new LabError('busy', `the cluster’s process ${pid} does not end`, {
    hint: 'end it yourself, then try again',
  });
}

/** The same for a cluster that is our own child: its pid is not reused before we have seen it exit. Calls `say` if it had to be killed. */
export async function stopChild(child: ChildProcess, say: (line: string) => void = () => {}): Promise<void> {
  // It was never started.
  if (child.pid === undefined) return;
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  const hard = setTimeout(() => {
    if (child.kill('SIGKILL')) say(killedText);
  }, graceMs);
  try {
    child.kill('SIGTERM');
    // A stopped process handles SIGTERM only once it continues.
    if (process.platform !== 'win32') child.kill('SIGCONT');
    await exited;
  } finally {
    clearTimeout(hard);
  }
}
