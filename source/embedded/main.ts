/**
 * The embedded cluster's process. Its one argument is a JSON object (`Setup`); over IPC it says `ready` with its record, or
 * `failed`. It ends on SIGTERM (and SIGINT, SIGHUP, SIGQUIT, which a shell sends to the group of its job), on a request at its control port, and, unless it is detached, as soon as the IPC channel to its parent breaks.
 */
import { fstatSync, ftruncateSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { debugFile, debugLog } from '../debug/debug-log.ts';
import { isExpectedFailure } from '../errors/expected-failure.ts';
import { describeError, type ErrorCode, LabError } from '../errors/lab-error.ts';
import { explainSystemError } from '../errors/system-error.ts';
import { UnfitFileError } from '../files/regular-file.ts';
import { refuseInspector } from '../processes/no-inspector.ts';
import { type EmbeddedParts, startEmbedded } from './start.ts';

interface Setup {
  readonly name: string;
  readonly directory: string;
  readonly dist: string;
  readonly detached: boolean;
  readonly keep: boolean;
  /** Removes its directory when it ends. */
  readonly temporary?: boolean;
}

const debug = debugLog.section('embedded');

const endWithinMs = 6_000;

/** The log is on the same disk as everything: one that is full, or gone, ends nothing. */
function logLine(line: string): void {
  debug('%s', line);
  try {
    process.stdout.write(`${new Date().toISOString()} ${line}\n`);
  } catch (error) {
    if (!isExpectedFailure(error)) throw error;
    // Important messages also go over IPC.
  }
}

/** The log begins anew with each cluster. */
function beginLog(): void {
  const { fd } = process.stdout;
  if (fstatSync(fd).isFile()) ftruncateSync(fd);
}

function tell(message: unknown): void {
  if (process.connected) process.send?.(message, () => {});
}

async function main(): Promise<void> {
  const setup = JSON.parse(process.argv[2] ?? '{}') as Setup;
  let parts: EmbeddedParts | undefined;
  let isEnding = false;
  const end = (why: string) => {
    if (isEnding) return;
    isEnding = true;
    logLine(`ending: ${why}`);
    setTimeout(() => process.exit(1), endWithinMs).unref();
    void (parts?.close() ?? Promise.resolve()).then(
      () => {
        if (setup.temporary === true) rmSync(setup.directory, { recursive: true, force: true });
        process.exit(0);
      },
      (error: unknown) => {
        logLine(`ending failed: ${String(error)}`);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP', 'SIGQUIT'] as const)
    process.on(signal, () => end(signal));
  // These go to the whole group of the screen, whatever of it asked for a terminal that is not its; alone, this would stay stopped.
  for (const signal of ['SIGTTIN', 'SIGTTOU'] as const) process.on(signal, () => {});
  if (!setup.detached) process.on('disconnect', () => end('the parent is gone'));
  // While this program was being loaded nobody listened. Without a channel at all it is undefined.
  if (!setup.detached && process.connected === false) end('the parent is gone');
  process.on('uncaughtException', (error) => logLine(`uncaught: ${error.stack ?? error.message}`));
  process.on('unhandledRejection', (reason) =>
    logLine(`unhandled: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`),
  );
  process.stdout.on('error', () => {});
  const notice = (text: string) => {
    logLine(text);
    tell({ kind: 'notice', text });
  };
  const onOwned = () => {
    beginLog();
    debugLog.open(join(setup.directory, debugFile));
  };
  const onEnd = () => end('asked to');
  const onGone = () => end('its directory was removed or replaced');
  const onTaken = () => end('another cluster has taken its directory');
  const started = await startEmbedded({ ...setup, log: logLine, notice, onOwned, onEnd, onGone, onTaken });
  parts = started;
  const { record, damages, notes } = started;
  tell({ kind: 'ready', record, damages, notes });
}

/** The message for a user. A refusal by the system or by a file in the directory is not a fault of the cluster. */
function failureOf(error: unknown): { code: ErrorCode; message: string; hint: string | undefined } {
  if (error instanceof LabError) return { code: error.code, message: error.message, hint: error.hint };
  const todo = explainSystemError(error)?.todo;
  if (todo === undefined && !(error instanceof UnfitFileError))
    return { code: 'cluster', message: describeError(error), hint: undefined };
  const message = `the embedded cluster cannot be started: ${describeError(error)}`;
  return { code: 'machine-lacks', message, hint: `${todo ?? 'move it away'}; --home names another place` };
}

refuseInspector();
main().catch((error: unknown) => {
  const { code, message, hint } = failureOf(error);
  logLine(error instanceof Error ? (error.stack ?? error.message) : String(error));
  tell({ kind: 'failed', code, message, ...(hint === undefined ? {} : { hint }) });
  setTimeout(() => process.exit(1), 100);
});
