import { describe, expect, it } from 'vitest';
import { announcements } from '../../../source/ui/linear/announcements.ts';
import { initialUiState, type UiState } from '../../../source/ui/state/ui-state.ts';
import { freshTable } from '../../../source/ui/views/table-state.ts';
import { createFakeSession, type FakeSession } from '../fake-session.ts';
import { fakeView, podRows } from '../views/fake-view.ts';

/** Returns how a change of the session or of the screen state is announced. */
function told(session: FakeSession, change: () => void, look: Partial<UiState> = {}): string[] {
  const ui = initialUiState(0);
  const before = { view: session.snapshot(), ui };
  change();
  return announcements(before, { view: session.snapshot(), ui: { ...ui, ...look } }, session.logs);
}

const nothing = (): void => {};

describe('for a screen reader', () => {
  it('opens with the title of the lab and the first step', () => {
    const session = createFakeSession();
    const lines = announcements(undefined, { view: session.snapshot(), ui: initialUiState(0) }, session.logs);
    expect(lines.slice(0, 4)).toEqual([
      'Kafka on Kubernetes',
      'You will see a consumer that reads one partition miss three quarters of all messages, and fix it.',
      'On the embedded cluster, one process on this computer.',
      'Step 1 of 12: 1.1 Start a fresh cluster, not run yet',
    ]);
    expect(lines).toContain('Command: kafka-lab reset');
    expect(lines.at(-1)).toBe('Enter runs it.');
  });

  it('announces a run as it proceeds, each line once', () => {
    const session = createFakeSession();
    expect(told(session, () => session.actions.run(0))).toEqual([
      'Step 1.1 Start a fresh cluster: running.',
      'Command: kafka-lab reset',
    ]);
    expect(told(session, () => session.finish(0))).toEqual([
      'cluster kafka-lab is ready: 1 control-plane node, 4 workers',
      'Check passed: five nodes ready. Saw: five nodes ready was seen.',
      'Step 1.1 Start a fresh cluster: passed after 1.2 s.',
    ]);
    expect(told(session, nothing)).toEqual([]);
  });

  it('does not announce running counters', () => {
    const session = createFakeSession();
    expect(told(session, () => session.set({ producedPerSecond: 500, receivedPerSecond: 120 }))).toEqual([]);
  });

  it('reads the evidence and the hint of a failed check', () => {
    const session = createFakeSession();
    const [check] = session.snapshot().steps[0]!.checks;
    const verdict = { ok: false, evidence: 'no nodes', hint: 'start them' } as const;
    const lines = told(session, () =>
      session.setStep(0, { state: 'failed', checks: [{ ...check!, state: 'failed', verdict }] }),
    );
    expect(lines).toContain('Check failed: five nodes ready. Saw: no nodes. Try: start them');
  });

  it('reads the last lines of a log when the reader moves there', () => {
    const session = createFakeSession();
    for (let n = 0; n < 30; n += 1) session.logs.producer.add(`line ${n}`);
    expect(told(session, nothing, { focus: 'producer' })).toEqual([
      "The last lines of the producer's log:",
      ...[25, 26, 27, 28, 29].map((n) => `line ${n}`),
    ]);
  });

  it('reads a log again when its key is pressed again: it was silent, and an empty log stayed empty', () => {
    const session = createFakeSession();
    const ui = { ...initialUiState(0), focus: 'consumer', visits: 1 } as const;
    const before = { view: session.snapshot(), ui };
    session.logs.consumer.add('it began');
    const again = { view: session.snapshot(), ui: { ...ui, visits: 2 } };
    expect(announcements(before, again, session.logs)).toEqual([
      "The last lines of the consumer's log:",
      'it began',
    ]);
  });

  it('lists the keys, and reads a step on moving to it', () => {
    const session = createFakeSession();
    const keys = told(session, nothing, { mode: { kind: 'help' } });
    expect(keys).toContain('enter: run the step, or go on');
    expect(told(session, nothing, { selected: 1 })[0]).toBe('Step 2 of 12: 1.2 List the nodes, not run yet');
  });

  it('read out the keys of the steps while a prediction is asked', () => {
    const over = { kind: 'predict', step: 0, choice: undefined, wanted: 'show', seen: true } as const;
    const keys = told(createFakeSession(), nothing, { mode: { kind: 'help', over } });
    expect(keys).toContain('escape: skip the prediction');
    expect(keys).not.toContain('enter: run the step, or go on');
  });

  it('read out keys that do nothing in the view', () => {
    const view = fakeView(podRows, { keys: 'kafka', actions: new Set(['open', 'describe']) });
    const opened = [{ view, table: freshTable, detail: undefined }];
    const keys = told(createFakeSession(), nothing, { opened, mode: { kind: 'help' } });
    expect(keys).toContain('enter: what belongs to it');
    expect(keys.join('\n')).not.toContain('its messages');
  });

  it('says which consumer owns what after a rebalance', () => {
    const session = createFakeSession({ consumer: 'group' });
    const members = [
      { member: 'm-1', pod: 'consumer-abcde', partitions: [0, 1] },
      { member: 'm-2', pod: 'consumer-fghij', partitions: [] },
    ];
    expect(told(session, () => session.set({ members }))).toEqual([
      'The group is stable: abcde owns p0 p1, fghij owns nothing.',
    ]);
  });
});
