import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, constants, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { debugEnvironment } from '../../debug/debug-log.ts';
import { describeError, type ErrorCode, LabError } from '../../errors/lab-error.ts';
import { moveAwayOrOtherHome, otherHomeAfter } from '../../files/home-hints.ts';
import { openRegularFile, UnfitFileError } from '../../files/regular-file.ts';
import type { ClusterRecord } from '../../processes/cluster-record.ts';
import { starterEnvironment } from '../../processes/machine-environment.ts';
import { refuseObstacles } from './own-directory.ts';
import { stopChild } from './stop.ts';

export interface LaunchOptions {
  readonly name: string;
  /** The cluster's own directory: kubeconfig, images, data, log. */
  readonly directory: string;
  /** The directory of the bundle. */
  readonly dist: string;
  /** True: it outlives us. False: it holds our lifeline and ends when we do, however we end. */
  readonly detached: boolean;
  /** True: it continues with the data of the last one. */
  readonly keep: boolean;
  /** True: the directory is its own, and it removes it when it ends, also when that is because this process was killed. */
  readonly temporary?: boolean;
  /** Called with notices for the user while the cluster holds our lifeline. */
  readonly onNotice?: (text: string) => void;
  readonly signal: AbortSignal;
  /** How long the start may take. Default: 20 seconds, or two minutes with `keep`. */
  readonly withinMs?: number;
}

export interface Launched {
  readonly record: ClusterRecord;
  /** Damage found in the kept data, one line each. */
  readonly damages: readonly string[];
  /** Other notes about this start, a line each. */
  readonly notes: readonly string[];
  readonly child: ChildProcess;
}

interface Ready extends Pick<Launched, 'record' | 'damages' | 'notes'> {
  readonly kind: 'ready';
}

type Message =
  | Ready
  | { readonly kind: 'notice'; readonly text: string }
  | { readonly kind: 'failed'; readonly code: ErrorCode; readonly message: string; readonly hint?: string };

const startWithinMs = 20_000;
/** Longer with `--keep`: the kept data is read and checked first. */
const startKeptWithinMs = 120_000;

/** Starts the embedded cluster's process and waits until its API answers. */
export async function launchEmbedded(options: LaunchOptions): Promise<Launched> {
  const { name, directory, dist, detached, keep, temporary, signal } = options;
  refuseObstacles(directory);
  const log = openLog(directory);
  const setup = JSON.stringify({ name, directory, dist, detached, keep, temporary });
  const child = spawn(process.execPath, [join(dist, 'embedded.cjs'), setup], {
    stdio: ['ignore', log, log, 'ipc'],
    env: { ...starterEnvironment(), ...debugEnvironment() },
    detached,
    windowsHide: true,
  });
  closeSync(log);
  child.on('message', (message: Message) => {
    if (message.kind === 'notice') options.onNotice?.(message.text);
  });
  try {
    const logFile = join(directory, 'cluster.log');
    const { withinMs = keep ? startKeptWithinMs : startWithinMs } = options;
    const started = await ready(child, logFile, signal, withinMs);
    if (detached) {
      child.disconnect();
      child.unref();
    }
    const { record, damages, notes } = started;
    return { record, damages, notes, child };
  } catch (error) {
    // Asked first: one that is killed leaves its lock.
    await stopChild(child);
    throw error;
  }
}

/** The cluster empties it as soon as the directory is its own: one that is refused leaves the log of the one that runs. */
function openLog(directory: string): number {
  const path = join(directory, 'cluster.log');
  try {
    mkdirSync(directory, { recursive: true, mode: 0o700 });
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_APPEND;
    // A link, which would lead what is written to another file, is refused.
    return openRegularFile(path, flags, 0o600, 'refuse');
  } catch (error) {
    const isDirectory = (error as NodeJS.ErrnoException).code === 'EISDIR';
    if (isDirectory || error instanceof UnfitFileError)
      throw new LabError(
        'machine-lacks',
        isDirectory ? `\`${path}\` is a directory, not a regular file` : describeError(error),
        { hint: moveAwayOrOtherHome, cause: error },
      );
    throw new LabError('machine-lacks', `\`${directory}\` cannot be written to: ${describeError(error)}`, {
      hint: otherHomeAfter(error),
      cause: error,
    });
  }
}

function ready(child: ChildProcess, logFile: string, signal: AbortSignal, withinMs: number): Promise<Ready> {
  return new Promise((resolve, reject) => {
    const settle = (act: () => void) => {
      clearTimeout(timer);
      signal.removeEventListener('abort', onAbort);
      child.removeAllListeners('exit');
      child.removeAllListeners('error');
      child.off('message', onMessage);
      act();
    };
    const onMessage = (message: Message) => {
      if (message.kind === 'ready') settle(() => resolve(message));
      else if (message.kind === 'failed') fail(message.message, message.hint ?? seeLog, message.code);
    };
    const fail = (message: string, hint: string, code: ErrorCode = 'cluster') =>
      settle(() => reject(new LabError(code, message, { hint })));
    const seeLog = `see \`${logFile}\``;
    const timer = setTimeout(
      () => fail(`the embedded cluster did not start within ${withinMs / 1_000} s`, seeLog),
      withinMs,
    );
    const onAbort = () => fail('the start of the embedded cluster was cancelled', 'run the step again');
    signal.addEventListener('abort', onAbort, { once: true });
    child.once('error', (error) => fail(`the embedded cluster cannot be started: ${error.message}`, seeLog));
    child.once('exit', (code) =>
      fail(`the embedded cluster exited with code ${code} during its start`, seeLog),
    );
    child.on('message', onMessage);
  });
}
