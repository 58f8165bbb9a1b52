import type { Cluster, CommandRunner, OutputSink } from '../../cluster/model/cluster.ts';
import { describeError } from '../../errors/lab-error.ts';
import type { CommandEnding } from '../../journal/events.ts';
import { mostLooks } from '../../journal/looks-schema.ts';
import type { CommandOutput } from '../../lab/model/observations.ts';
import type { LineWithLooks } from '../../text/look-reader.ts';
import { type LineLook, looksOfLines } from '../../text/looks.ts';
import type { Clock } from '../../time/clock.ts';
import type { EventStream } from '../event-stream.ts';
import { CapturedText } from './captured-text.ts';
import { LineSplitter } from './line-splitter.ts';

/** How much of one command's output the journal keeps, in characters, and in how large pieces. */
const recordedLimit = 512 * 1024;
const pieceLimit = 8 * 1024;
/** How many looks of one command's output the journal keeps; what follows looks plain. */
const mostLooksOfCommand = 4_096;
/** How long an aborted command may take to end before the session continues without it. */
const graceMs = 5_000;

/** A shell's exit code for a command that it cannot run. */
const cannotRun = 127;

export interface CommandRequest {
  readonly line: string;
  readonly step?: string;
  readonly standsFor?: string;
  readonly attempt?: number;
  readonly signal: AbortSignal;
}

export interface RunningCommand {
  /** Its output so far; the exit code is 0 until it ends. */
  output(): CommandOutput;
  readonly ended: Promise<CommandOutput>;
  /** Ends it; for a command that follows a log, this is the normal end. */
  stop(): Promise<void>;
}

export interface CommandExecutor {
  start(request: CommandRequest): RunningCommand;
  /** Runs a command to its end. Rejects only when its signal aborts. */
  execute(request: CommandRequest): Promise<CommandOutput>;
}

export interface ExecutorOptions {
  readonly runner: CommandRunner;
  readonly cluster: Pick<Cluster, 'reset' | 'build'>;
  readonly clock: Clock;
  readonly stream: EventStream;
  readonly directory: string;
}

/** Runs the lab's commands and publishes their output and how they end. */
export function createCommandExecutor(options: ExecutorOptions): CommandExecutor {
  const { runner, cluster, clock, stream, directory } = options;
  let commands = 0;

  /** `kafka-lab reset` and `build`, and the scripts they stand for, are methods of the cluster; everything else goes to the runner. */
  async function dispatch(line: string, output: OutputSink, signal: AbortSignal): Promise<number> {
    if (line === 'kafka-lab reset' || line === './reset_cluster.sh') {
      await cluster.reset(output, signal);
      return 0;
    }
    if (line === 'kafka-lab build' || line === './build.sh') {
      await cluster.build(output, signal);
      return 0;
    }
    if (line === 'kafka-lab build --better') {
      await cluster.build(output, signal, 'better');
      return 0;
    }
    return (await runner.run(line, { output, signal, directory })).exitCode;
  }

  function start(request: CommandRequest): RunningCommand {
    const { line, step, standsFor, attempt = 1, signal } = request;
    commands += 1;
    const command = commands;
    const startedAt = clock.monotonic();
    const controller = new AbortController();
    let stopped = false;
    let done = false;
    let exitCode = 0;
    const onAbort = (): void => controller.abort(signal.reason);
    if (signal.aborted) onAbort();
    signal.addEventListener('abort', onAbort, { once: true });
    stream.publish({
      type: 'command-started',
      command,
      line,
      ...(step === undefined ? {} : { step }),
      ...(standsFor === undefined ? {} : { standsFor }),
      attempt,
    });

    const printed = createPrinter(stream, command);
    const sink: OutputSink = (name, text, looks) => {
      if (!done) printed.add(name, text, looks);
    };
    const output = (): CommandOutput => ({ command: line, ...printed.captured(), exitCode });

    const run = async (): Promise<CommandOutput> => {
      let ending: CommandEnding = 'exited';
      let cancelGrace = (): void => {};
      const graceOver = new Promise<'grace-over'>((resolve) => {
        controller.signal.addEventListener(
          'abort',
          () => {
            cancelGrace = clock.after(graceMs, () => resolve('grace-over'));
          },
          { once: true },
        );
      });
      try {
        const ended = await Promise.race([dispatch(line, sink, controller.signal), graceOver]);
        if (ended !== 'grace-over') exitCode = ended;
      } catch (error) {
        if (!controller.signal.aborted) {
          ending = 'unable';
          exitCode = cannotRun;
          printed.add('stderr', `${describeError(error)}\n`);
        }
      }
      cancelGrace();
      signal.removeEventListener('abort', onAbort);
      done = true;
      printed.end();
      if (stopped) {
        ending = 'stopped';
        exitCode = 0;
      } else if (signal.aborted) {
        ending = 'cancelled';
      }
      const durationMs = Math.round(clock.monotonic() - startedAt);
      stream.publish({ type: 'command-ended', command, ending, exitCode, durationMs });
      return output();
    };

    const ended = run();
    return {
      output,
      ended,
      async stop() {
        if (!done && !signal.aborted) stopped = true;
        controller.abort(new Error('stopped'));
        await ended;
      },
    };
  }

  return {
    start,
    async execute(request) {
      const output = await start(request).ended;
      request.signal.throwIfAborted();
      return output;
    },
  };
}

/** Splits output into lines, and groups lines into events of bounded size. */
function createPrinter(stream: EventStream, command: number) {
  const parts = {
    stdout: { splitter: new LineSplitter(), captured: new CapturedText() },
    stderr: { splitter: new LineSplitter(), captured: new CapturedText() },
  };
  let recorded = 0;
  let looksLeft = mostLooksOfCommand;
  let elided = 0;

  function print(name: 'stdout' | 'stderr', lines: readonly LineWithLooks[]): void {
    let piece: LineWithLooks[] = [];
    let size = 0;
    const flush = (): void => {
      if (piece.length === 0) return;
      const text = piece.map((line) => line.text).join('\n');
      if (recorded + text.length <= recordedLimit) {
        recorded += text.length;
        const looks = looksOfLines(piece).slice(0, Math.min(mostLooks, looksLeft));
        looksLeft -= looks.length;
        const coloured = looks.length === 0 ? {} : { looks };
        stream.publish({ type: 'command-output', command, stream: name, text, ...coloured });
      } else {
        elided += piece.length;
        recorded = recordedLimit;
        stream.show({ type: 'more-output', command, stream: name, text });
      }
      piece = [];
      size = 0;
    };
    for (const line of lines) {
      if (size + line.text.length > pieceLimit) flush();
      piece.push(line);
      size += line.text.length + 1;
    }
    flush();
  }

  return {
    add(name: 'stdout' | 'stderr', text: string, looks?: readonly LineLook[]): void {
      parts[name].captured.add(text);
      print(name, parts[name].splitter.push(text, looks));
    },
    end(): void {
      print('stdout', parts.stdout.splitter.end());
      print('stderr', parts.stderr.splitter.end());
      if (elided > 0) stream.publish({ type: 'command-output', command, stream: 'stdout', text: '', elided });
    },
    captured(): { stdout: string; stderr: string } {
      return { stdout: parts.stdout.captured.toString(), stderr: parts.stderr.captured.toString() };
    },
  };
}
