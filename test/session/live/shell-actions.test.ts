import { describe, expect, it } from 'vitest';
import { createEventStream } from '../../../source/session/event-stream.ts';
import { createShellActions } from '../../../source/session/live/shell-actions.ts';
import { FakeClock } from '../../time/fake-clock.ts';
import { MemoryJournal } from '../fakes/memory-journal.ts';
import { startSession } from '../fakes/start-session.ts';

describe('a shell for the learner', () => {
  it('is recorded with its duration, and reports when the learner is back', async () => {
    const clock = new FakeClock();
    const journal = new MemoryJournal();
    const stream = createEventStream(clock, (event) => journal.append(event));
    let back = 0;
    const actions = createShellActions({ stream, clock, onBack: () => (back += 1) });
    actions.shellOpened();
    expect(back).toBe(0);
    await new Promise<void>((resolve) => clock.after(61_000, resolve));
    actions.shellClosed();
    actions.shellClosed();
    expect(journal.of('shell-opened')).toHaveLength(1);
    expect(journal.of('shell-closed')).toMatchObject([{ durationMs: 61_000 }]);
    expect(back).toBe(1);
  });

  it('is available in every session', async () => {
    const { session, journal } = startSession();
    session.actions.shellOpened();
    session.actions.shellClosed();
    expect(journal.of('shell-closed')).toHaveLength(1);
    await session.actions.close();
  });
});
