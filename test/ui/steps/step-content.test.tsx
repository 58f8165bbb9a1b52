import { stripVTControlCharacters } from 'node:util';
import { Box } from 'ink';
import { render } from 'ink-testing-library';
import { describe, expect, it } from 'vitest';
import { hintsOf } from '../../../source/session/hints-of.ts';
import type { StepView } from '../../../source/session/view.ts';
import { trusted } from '../../../source/text/safe-text.ts';
import { sanitizeText } from '../../../source/text/sanitize.ts';
import { bindings } from '../../../source/ui/bindings/bindings.ts';
import { arrange } from '../../../source/ui/components/arrange.ts';
import { innerSize } from '../../../source/ui/layout/frame.ts';
import { initialUiState } from '../../../source/ui/state/ui-state.ts';
import type { Whole } from '../../../source/ui/steps/fit-output.ts';
import { StepContent } from '../../../source/ui/steps/step-content.tsx';
import { wantedRows } from '../../../source/ui/steps/step-rows.tsx';
import { sessionAfter, untilStepEnded } from '../golden/recorded-session.ts';

const columns = 70;

function drawn(step: StepView, rows: number, width = columns, whole: Whole = 'nothing'): string[] {
  const room = {
    columns: width,
    rows,
    top: undefined,
    whole,
    next: 'the next step',
    bindings,
    now: 0,
  };
  const app = render(
    <Box width={width} flexDirection="column">
      <StepContent step={step} room={room} />
    </Box>,
  );
  const frame = stripVTControlCharacters(app.lastFrame() ?? '');
  app.unmount();
  app.cleanup();
  return frame.trimEnd().split('\n');
}

const { steps } = (await sessionAfter(untilStepEnded('2.1'))).snapshot();
const withHint = steps.map((step) => ({ ...step, hintsTaken: 1 }));
const ui = { bindings };

/** The longest hint in the lab, and those of the steps with the longest commands and the most checks. */
const hardToFit = sessionAfter(untilStepEnded('4.6')).then((session) => {
  const view = session.snapshot();
  const hints = view.steps.flatMap(({ step }, selected) =>
    hintsOf(step).map((hint, index, { length }) => ({ selected, index, hint, all: length })),
  );
  const longest = (among: typeof hints) => among.toSorted((a, b) => b.hint.length - a.hint.length)[0]!;
  const most = (size: (step: StepView) => number): number =>
    view.steps.indexOf(view.steps.toSorted((a, b) => size(b) - size(a))[0]!);
  const steps = [most(({ commands }) => commands.join('').length), most(({ checks }) => checks.length)];
  return {
    view,
    hard: [longest(hints), ...steps.map((at) => longest(hints.filter(({ selected }) => selected === at)))],
  };
});

describe('the content of the step pane', () => {
  it.each([
    ['it printed an empty line', ['']],
    ['it printed 2 empty lines', ['', ' ']],
  ])('left an empty row below a command that lists nothing: %s', (note, printed) => {
    const output = [
      { stream: 'command' as const, text: trusted('kafka-topics --list') },
      ...printed.map((text) => ({ stream: 'stdout' as const, text: sanitizeText(text) })),
    ];
    expect(drawn({ ...steps[0]!, output, elided: 0 }, 30).join('\n')).toContain(note);
    expect(drawn({ ...steps[0]!, output, elided: 0, state: 'running' }, 30).join('\n')).not.toContain(note);
  });

  it('fills the rows that the layout requested', () => {
    // Longer output counts as its last lines.
    const short = withHint.slice(0, 12).filter(({ output }) => output.length <= 14);
    expect(new Set(short.map(({ state }) => state))).toEqual(new Set(['passed', 'todo']));
    for (const step of short) {
      const wanted = wantedRows(step, columns, ui);
      expect(drawn(step, wanted), step.step.id).toHaveLength(wanted);
    }
  });

  it('ends with what to press next, however few rows there are', () => {
    const failed = { ...withHint[3]!, state: 'failed' as const };
    for (const rows of [1, 2, 3, 5, 8, 13, 21]) {
      const shown = drawn(failed, rows);
      expect(shown.length).toBeLessThanOrEqual(rows);
      expect(shown.at(-1)).toContain('runs it again');
    }
  });

  it.each([
    ['before it has run', [], 'steps', false],
    ['before it has run, beside logs', [], 'steps', true],
    ['after it has run', ['passed'], 'steps', true],
    ['after it has failed, with a log in front', ['failed'], 'producer', true],
  ] as const)(
    'shows the newest hint completely at 80x24, in every step, %s',
    async (_when, ran, focus, logging) => {
      const [state = 'todo'] = ran;
      const { view, hard } = await hardToFit;
      for (const { selected, index, hint, all } of hard) {
        const { startedAt: _at, ...rest } = view.steps[selected]!;
        const hinted: StepView = {
          ...rest,
          state,
          hintsTaken: index + 1,
          ...(state === 'todo' ? { output: [] } : {}),
        };
        const shown = { ...view, steps: view.steps.with(selected, hinted) };
        const look = { ...initialUiState(selected), focus };
        const panes = arrange(shown, look, { columns: 80, rows: 24 }, logging).bands.flat();
        const room = innerSize(panes.find(({ pane }) => pane === 'step')!.frame);
        const text = drawn(hinted, room.rows, room.columns).join(' ').replaceAll(/\s+/g, ' ');
        expect(text, `hint ${index + 1} of ${hinted.step.id}`).toContain(
          `hint ${index + 1} of ${all}: ${hint}`,
        );
      }
    },
  );
});

it('showed the many commands of a task instead of what it asks for', () => {
  const step = steps.find(({ step }) => step.id === '4.7')!;
  for (const rows of [11, 14, 20]) {
    const text = drawn(step, rows, 51).join(' ').replaceAll(/\s+/g, ' ');
    expect(text).toContain('Change the last line of replay.sh');
    expect(text).toContain('File: replay.sh');
    expect(text).toMatch(/kubectl scale .* ⋮ \d+ more rows/);
    expect(text).toContain('runs it, then checks');
  }
});

describe('free rows', () => {
  const passed = (id: string) => steps.find(({ step }) => step.id === id)!;

  it('stayed free while the evidence of a check and the lines of its output were cut', () => {
    const text = drawn(passed('1.1'), 19, 51).join('\n');
    expect(text).toContain('kafka-lab-worker4');
    expect(text).toContain('one process (pid');
    expect(text).toContain('  no StatefulSet and no Deployment of the lab');
    expect(text).not.toContain('…');
    expect(text).not.toContain('whole lines');
  });

  it('go to no evidence before eight rows of the output are in view', () => {
    const rows = drawn(passed('1.8'), 15, 51);
    expect(rows.find((row) => row.includes('each broker names its own host'))).toMatch(/…$/);
    expect(rows.at(-1)).toContain('f whole lines');
  });

  it('in full size show all evidence, which `f` promised and did not', () => {
    const text = drawn(passed('1.8'), 24, 79, 'all').join('\n');
    for (const id of [0, 1, 2])
      expect(text).toContain(`  kafka-${id}.kafka-service.default.svc.cluster.local:9092`);
  });
});

it('showed the rows of a table without its header', async () => {
  const view = (await sessionAfter(untilStepEnded('4.1'))).snapshot();
  const step = view.steps.find(({ step }) => step.id === '4.1')!;
  const rows = drawn(step, 11, 51);
  expect(rows.slice(0, 3).map((row) => row.trimEnd())).toEqual([
    '⋮ 10 rows above: f shows more',
    expect.stringMatching(/^PARTITION .* LAG CONSUMER-/),
    expect.stringMatching(/^1 +2438 +2438 +0 /),
  ]);
});
