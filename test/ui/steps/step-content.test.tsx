import { stripVTControlCharacters } from 'node:util';
import { Box } from 'ink';
import { render } from 'ink-testing-library';
import { describe, expect, it } from 'vitest';
import type { StepView } from '../../../source/session/view.ts';
import { bindings } from '../../../source/ui/bindings/bindings.ts';
import { StepContent } from '../../../source/ui/steps/step-content.tsx';
import { wantedRows } from '../../../source/ui/steps/step-rows.tsx';
import { sessionAfter, untilStepEnded } from '../golden/recorded-session.ts';

const columns = 70;

function drawn(step: StepView, rows: number): string[] {
  const room = {
    columns,
    rows,
    top: undefined,
    wrap: false,
    hints: 1,
    next: 'the next step',
    bindings,
    now: 0,
  };
  const app = render(
    <Box width={columns} flexDirection="column">
      <StepContent step={step} room={room} />
    </Box>,
  );
  const frame = stripVTControlCharacters(app.lastFrame() ?? '');
  app.unmount();
  app.cleanup();
  return frame.trimEnd().split('\n');
}

const { steps } = (await sessionAfter(untilStepEnded('2.1'))).snapshot();
const ui = { selected: 0, hints: { 0: 1 }, bindings };

describe('the content of the step pane', () => {
  it('fills the rows that the layout was asked for', () => {
    // Longer output counts as its last lines.
    const short = steps.slice(0, 12).filter(({ output }) => output.length <= 14);
    expect(new Set(short.map(({ state }) => state))).toEqual(new Set(['passed', 'todo']));
    for (const step of short) {
      const wanted = wantedRows(step, columns, ui);
      expect(drawn(step, wanted + 20), step.step.id).toHaveLength(wanted);
      expect(drawn(step, wanted), step.step.id).toHaveLength(wanted);
    }
  });

  it('says at its end what to press next, however few rows there are', () => {
    const failed = { ...steps[3]!, state: 'failed' as const };
    for (const rows of [1, 2, 3, 5, 8, 13, 21]) {
      const shown = drawn(failed, rows);
      expect(shown.length).toBeLessThanOrEqual(rows);
      expect(shown.at(-1)).toContain('runs it again');
    }
  });
});
