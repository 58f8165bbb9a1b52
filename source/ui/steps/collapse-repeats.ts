import type { OutputLine } from '../../session/view.ts';

/**
 * A command that runs again until its check holds, shown once: its latest output, and how often it was tried. The previous output
 * stays until the new try prints more.
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
