import { askToReplace } from './claim-cluster.ts';
import { openLab } from './open-lab.ts';
import { type Options, readCount } from './options.ts';
import { runLab } from './run.ts';
import { exitCodeOf, onEndingSignal } from './until-signal.ts';

const defaultMessages = 20_000;
const leastMessages = 100;

/** `kafka-lab run`: the whole lab without a screen. Exit 0: every check passed, 1: some did not. */
export async function run(options: Options): Promise<number> {
  const messages = readCount(options, 'messages', defaultMessages, leastMessages);
  const stop = new AbortController();
  let ended: number | undefined;
  const undo = onEndingSignal((signal) => {
    ended = exitCodeOf[signal];
    stop.abort();
  });
  try {
    const lab = await openLab(options, { messages, rate: 0 });
    try {
      await askToReplace(lab.claims, stop.signal);
      const { until, export: exportDirectory } = options.flags as { until?: string; export?: string };
      const code = await runLab(lab.session, { until, exportDirectory, signal: stop.signal });
      return ended ?? code;
    } finally {
      await lab.close();
    }
  } finally {
    undo();
  }
}
