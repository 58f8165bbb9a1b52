import type { OutputLine } from '../../session/view.ts';

/**
 * A command that is run again until its check holds, shown once: its latest output, and how often it was tried. What a try
 * that has only just begun would hide, the output before it, stays until there is more.
 */
export function collapseRepeats(output: readonly OutputLine[]): readonly OutputLine[] {
  const runs: { tries: number; shown: OutputLine[]; latest: OutputLine[] }[] = [];
  for (const one of output) {
    const last = runs.at(-1);
    if (one.stream !== 'command') {
      const run = last ?? { tries: 1, shown: [], latest: [] };
      if (!last) runs.push(run);
      run.latest.push(one);
      run.shown = run.latest;
    } else if (last && last.latest[0]?.stream === 'command' && last.latest[0].text === one.text) {
      last.tries += 1;
      last.latest = [one];
    } else {
      const lines = [one];
      runs.push({ tries: 1, shown: lines, latest: lines });
    }
  }
  return runs.flatMap(({ tries, shown }) =>
    tries === 1 ? shown : [...shown, { stream: 'note' as const, text: `tried ${tries} times` }],
  );
}
