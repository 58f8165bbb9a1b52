/**
 * The embedded cluster's process. Its one argument is a JSON object (`Setup`); over IPC it says `ready` with its record, or
 * `failed`. It ends on SIGTERM, when asked at its door, and, unless it is detached, as soon as the IPC channel to its parent breaks.
 */
import { type ErrorCode, LabError } from '../errors/lab-error.ts';
import { type EmbeddedParts, startEmbedded } from './start.ts';

interface Setup {
  readonly name: string;
  readonly directory: string;
  readonly dist: string;
  readonly detached: boolean;
  readonly keep: boolean;
}

const endWithinMs = 6_000;

function logLine(line: string): void {
  process.stdout.write(`${new Date().toISOString()} ${line}\n`);
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
      () => process.exit(0),
      (error: unknown) => {
        logLine(`ending failed: ${String(error)}`);
        process.exit(1);
      },
    );
  };
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => end(signal));
  if (!setup.detached) process.on('disconnect', () => end('the parent is gone'));
  process.on('uncaughtException', (error) => logLine(`uncaught: ${error.stack ?? error.message}`));
  process.on('unhandledRejection', (reason) =>
    logLine(`unhandled: ${reason instanceof Error ? (reason.stack ?? reason.message) : String(reason)}`),
  );
  const started = await startEmbedded({ ...setup, log: logLine, onEnd: () => end('asked to') });
  parts = started;
  tell({ kind: 'ready', record: started.record });
}

main().catch((error: unknown) => {
  const code: ErrorCode = error instanceof LabError ? error.code : 'cluster';
  const hint = error instanceof LabError ? error.hint : undefined;
  logLine(error instanceof Error ? (error.stack ?? error.message) : String(error));
  tell({ kind: 'failed', code, message: (error as Error).message, ...(hint === undefined ? {} : { hint }) });
  setTimeout(() => process.exit(1), 100);
});
