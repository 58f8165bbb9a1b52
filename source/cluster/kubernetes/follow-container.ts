import { setTimeout as delay } from 'node:timers/promises';
import { isExpectedFailure } from '../../errors/expected-failure.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import { inputTurns, type LoopTurns } from '../../time/loop-turns.ts';
import type { ApiClient, Query } from '../api/api-client.ts';
import { ApiStatusError } from '../api/api-errors.ts';
import { readLineGroups } from '../api/line-reader.ts';
import { segment } from '../api/paths.ts';
import { requestKind } from '../api/read-objects.ts';
import type { PodLine } from '../model/cluster.ts';
import { restartsOf } from './log-containers.ts';
import { parseStampedLine } from './log-cursor.ts';
import type { LogPosition } from './log-positions.ts';

const maxLineBytes = 64 * 1024;
/** How much of a log that was there before is read at first. */
const firstTail = 2000;
/** So many lines are read before others may have their turn: a flood, or what has piled up while the process had no CPU, holds up no key. */
const pieceLines = 64;

export const shortestPauseMs = 150;
const longestPauseMs = 2000;

export interface LogReceiver {
  readonly onLine: (line: PodLine) => void;
  /** Receives an error that is not a failure of the cluster; following continues. */
  readonly onUnexpected: (error: unknown) => void;
}

/** A container that is followed; `position` changes while it is, and one follower at a time has it. */
export interface FollowedContainer {
  readonly pod: string;
  readonly container: string;
  readonly position: LogPosition;
  readonly isOver: () => boolean;
}

/**
 * Follows one container's log from its position until its pod ends. A stream that ends is reopened at the last line read. A container that was
 * restarted meanwhile has a new log: the unread rest of the previous one is read first (`previous=true`). Of several
 * restarts between two streams, the API keeps only the last.
 */
export async function followContainer(
  api: ApiClient,
  namespace: string,
  { pod, container, position, isOver }: FollowedContainer,
  { onLine, onUnexpected }: LogReceiver,
  signal: AbortSignal,
  turns: LoopTurns = inputTurns,
): Promise<void> {
  const { cursor, isOld } = position;
  const path = `/api/v1/namespaces/${segment(namespace)}/pods/${segment(pod)}`;
  let pause = shortestPauseMs;

  async function runNow(): Promise<number | undefined> {
    return restartsOf(await requestKind(api, 'pods', { path, signal }), container);
  }

  function noteUnexpected(error: unknown): undefined {
    if (!signal.aborted && !isExpectedFailure(error)) onUnexpected(error);
  }

  const open = (query: Query) =>
    api.stream({
      path: `${path}/log`,
      query: { container, timestamps: true, sinceTime: cursor.resume(), ...query },
      accept: '*/*',
      signal,
    });

  function take(line: string): void {
    // What nobody receives any more is not read yet.
    if (signal.aborted) return;
    const stamped = parseStampedLine(line);
    if (stamped === undefined || !cursor.accept(stamped)) return;
    pause = shortestPauseMs;
    onLine({ pod, at: stamped.at, text: sanitizeLine(stamped.text) });
  }

  /** False if the stream turned out not to be the one that was meant. */
  async function read(
    stream: Awaited<ReturnType<typeof open>>,
    isMeant: Promise<boolean> = Promise.resolve(true),
  ): Promise<boolean> {
    try {
      for await (const lines of readLineGroups(stream, { maxBytes: maxLineBytes, whenLonger: 'cut' })) {
        if (!(await isMeant)) return false;
        for (let next = 0; next < lines.length; next += pieceLines) {
          for (const line of lines.slice(next, next + pieceLines)) take(line);
          await turns.rest();
        }
      }
      return await isMeant;
    } finally {
      stream.destroy();
    }
  }

  async function readPrevious(): Promise<void> {
    let stream: Awaited<ReturnType<typeof open>>;
    try {
      stream = await open({ previous: true });
    } catch (error) {
      // The node keeps it no longer: there is nothing to be had.
      if (error instanceof ApiStatusError) return;
      throw error;
    }
    await read(stream);
  }

  while (!signal.aborted) {
    const wasOver = isOver();
    try {
      const before = await runNow().catch(noteUnexpected);
      const { run } = position;
      if (before !== undefined && run !== undefined && before > run) {
        await readPrevious();
        signal.throwIfAborted();
      }
      position.run = before ?? run;
      const isFirst = cursor.resume() === undefined;
      const stream = await open({ follow: true, tailLines: isFirst && isOld ? firstTail : undefined });
      // Started again in between, the stream may be that of either run: then it is opened once more, before a line is taken from it.
      const isOfRun = runNow().then(
        (after) => before === undefined || after === undefined || after === before,
        (error: unknown) => {
          noteUnexpected(error);
          return true;
        },
      );
      if (!(await read(stream, isOfRun))) continue;
    } catch (error) {
      // A container that waits to start has no log yet, and a stream may break off: ask again.
      noteUnexpected(error);
    }
    if (wasOver) return;
    pause = await rest(pause, signal);
  }
}

/** Waits, and returns how long to wait next time. */
export async function rest(pauseMs: number, signal: AbortSignal): Promise<number> {
  await delay(pauseMs, undefined, { signal }).catch((error: unknown) => {
    if (!signal.aborted) throw error;
  });
  return Math.min(longestPauseMs, pauseMs * 2);
}
