import { stripVTControlCharacters } from 'node:util';
import { render } from 'ink-testing-library';
import { expect, it } from 'vitest';
import { StepList } from '../../../source/ui/components/step-list.tsx';
import { Now } from '../../../source/ui/hooks/now.tsx';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { fakeView } from '../fake-session.ts';

const [sample] = fakeView().steps;
const steps = kafkaLab.steps.map((step) => ({ ...sample!, step }));

/** The list in the pane of a screen of 80 columns. */
function listed(selected: number, rows: number): readonly string[] {
  const app = render(
    <Now value={0}>
      <StepList steps={steps} selected={selected} columns={27} rows={rows} />
    </Now>,
  );
  const shown = stripVTControlCharacters(app.lastFrame() ?? '').split('\n');
  app.unmount();
  app.cleanup();
  return shown.map((row) => row.trimEnd());
}

it('cut the titles of steps at 80 columns', () => {
  const all = listed(0, 200);
  expect(all.filter((row) => row.length > 27 || row.includes('…'))).toEqual([]);
  const text = all.map((row) => row.slice(3)).join(' ');
  for (const { step } of steps) expect(text.replaceAll(/\s+/g, ' ')).toContain(`${step.id} ${step.title}`);
});

it.each([3, 8, 13, 14])('shows the selected step as a whole, and no title in part, in %i rows', (rows) => {
  for (const [index, { step }] of steps.entries()) {
    const shown = listed(index, rows);
    expect(shown.length).toBeLessThanOrEqual(rows);
    const marked = shown.findIndex((row) => row.startsWith('▸'));
    expect(shown[marked]).toContain(`▸○ ${step.id} `);
    const text = shown
      .map((row) => row.slice(3))
      .join(' ')
      .replaceAll(/\s+/g, ' ');
    const whole = steps.filter((one) => text.includes(`${one.step.id} ${one.step.title}`));
    expect(whole.map((one) => one.step.id)).toEqual(text.match(/(?<!\S)\d\.\d+(?= )/g));
  }
});

it('leaves no rows empty above the end of the list', () => {
  expect(listed(steps.length - 1, 14).length).toBeGreaterThan(11);
});
