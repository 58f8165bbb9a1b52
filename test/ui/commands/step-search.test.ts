import { afterEach, describe, expect, it } from 'vitest';
import { type Driver, drive } from '../components/app-driver.tsx';
import { createFakeSession } from '../fake-session.ts';

let app: Driver | undefined;
afterEach(() => app?.close());

/** A step that has passed with fifty lines of output. */
function openStep(): Driver {
  const session = createFakeSession();
  session.finish(1);
  const output = Array.from({ length: 50 }, (_, at) => ({
    stream: 'stdout' as const,
    text: `line ${at} of ${at % 20 === 7 ? 'kafka-0' : 'another'} ${'x'.repeat(80)} far ${at}`,
  }));
  session.setStep(1, { output });
  session.set({ current: 1 });
  app = drive(session);
  return app;
}

describe('a search in the step', () => {
  it('moves to the first match, to the next, and wraps around', async () => {
    const app = openStep();
    await app.press('/kafka-0\r');
    await app.sees('line 7 of kafka-0');
    const first = app.ui.get().stepTop;
    await app.press('n');
    await app.sees('line 27 of kafka-0');
    await app.press('nn');
    expect(app.ui.get().stepTop).toBe(first);
    await app.press('N');
    await app.sees('line 47 of kafka-0');
  });

  it('said nothing where `n` and `N` led back to the only match', async () => {
    const app = openStep();
    await app.press('/line 27\r');
    await app.sees('line 27 of kafka-0');
    const at = app.ui.get().stepTop;
    await app.press('n');
    await app.sees('This is the only match.');
    await app.press('2');
    await app.seesNot('This is the only match.');
    await app.press('1N');
    await app.sees('This is the only match.');
    expect(app.ui.get().stepTop).toBe(at);
  });

  it('ends on esc', async () => {
    const app = openStep();
    await app.press('/kafka-0\r');
    await app.sees('line 7 of kafka-0');
    await app.press('\u001b');
    await app.sees('line 49');
    expect(app.ui.get()).toMatchObject({ stepTop: undefined, stepPattern: undefined });
  });

  it('reports when there is no match, and that the ends of long lines are not searched', async () => {
    const app = openStep();
    await app.press('/far 30\r');
    await app.sees('`far 30` is not in this step; w wraps long lines');
    await app.press('2w/far 30\r');
    await app.seesNot('is not in this step');
    await app.press('/nowhere\r');
    await app.sees('`nowhere` is not in this step.');
  });

  it('reports an invalid pattern, and asks for a missing one', async () => {
    const app = openStep();
    await app.press('/(\r');
    await app.sees('`(`: ');
    await app.press('n');
    await app.sees('Search with / first.');
  });

  it('does not search behind an open prediction', async () => {
    const session = createFakeSession({ current: 0 });
    const question = 'How many?';
    const choices = [{ id: 'one', text: 'one' }];
    const { step } = session.snapshot().steps[0]!;
    const prediction = { question, choices, look: [], grade: () => undefined };
    session.setStep(0, { step: { ...step, prediction }, prediction: { question, choices } });
    app = drive(session);
    await app.press('/a\r');
    await app.sees('First, your prediction');
    expect(app.ui.get().stepTop).toBeUndefined();
  });
});
