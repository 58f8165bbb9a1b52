import type { CommandRunner } from '../../cluster/model/cluster.ts';
import { describeError } from '../../errors/lab-error.ts';
import { LineSplitter } from '../../session/run/line-splitter.ts';
import type { LineWithLooks } from '../../text/look-reader.ts';
import { type Detail, type DetailContent, mostLines } from '../../ui/views/view.ts';
import { LiveContent } from './live-content.ts';

export interface CommandDetailOptions {
  readonly runner: CommandRunner;
  /** Where the command runs. */
  readonly directory: string;
  readonly title: string;
  readonly command: string;
  /** It runs until the detail is closed. */
  readonly follows?: boolean;
  /** Its end is shown first. */
  readonly fromEnd?: boolean;
}

/** What a command line prints, as a text to look at. */
export function commandDetail({
  runner,
  directory,
  title,
  command,
  follows = false,
  fromEnd = false,
}: CommandDetailOptions): Detail {
  const live = new LiveContent<DetailContent>({ lines: [], loaded: false, dropped: 0 });
  const splitters = { stdout: new LineSplitter(), stderr: new LineSplitter() };
  const stop = new AbortController();
  let lines: string[] = [];
  let dropped = 0;
  let isOver = false;
  let problem: string | undefined;

  function changed(): void {
    live.change(() => ({
      lines: lines.slice(-mostLines),
      dropped: dropped + Math.max(0, lines.length - mostLines),
      loaded: isOver || (follows && lines.length > 0),
      ...(problem === undefined ? {} : { problem }),
    }));
  }

  function add(more: readonly string[]): void {
    for (const line of more) lines.push(line);
    // Not at every line: moving them takes time.
    if (lines.length > 2 * mostLines) {
      dropped += lines.length - mostLines;
      lines = lines.slice(-mostLines);
    }
    changed();
  }

  async function run(): Promise<void> {
    try {
      const { exitCode } = await runner.run(command, {
        output: (stream, text) => add(textsOf(splitters[stream].push(text))),
        signal: stop.signal,
        directory,
      });
      if (exitCode !== 0) problem = `exit code ${exitCode}`;
    } catch (error) {
      problem = describeError(error);
    }
    isOver = true;
    add(textsOf([...splitters.stdout.end(), ...splitters.stderr.end()]));
  }

  void run();
  return {
    title,
    command,
    follows,
    fromEnd,
    snapshot: () => live.snapshot(),
    subscribe: (listener) => live.subscribe(listener),
    close() {
      stop.abort(new Error('the text was closed'));
      live.close();
    },
  };
}

const textsOf = (lines: readonly LineWithLooks[]): string[] => lines.map(({ text }) => text);
