import { describe, expect, it } from 'vitest';
import { createEventStream } from '../../../source/session/event-stream.ts';
import { TypedCommands } from '../../../source/session/live/typed-commands.ts';
import { createCommandExecutor } from '../../../source/session/run/command-executor.ts';
import { FakeClock } from '../../time/fake-clock.ts';
import { MemoryJournal } from '../fakes/memory-journal.ts';
import { startSession } from '../fakes/start-session.ts';

function typedOn(run: (line: string, signal: AbortSignal) => Promise<number>) {
  const clock = new FakeClock();
  const journal = new MemoryJournal();
  const stream = createEventStream(clock, (event) => journal.append(event));
  const lifetime = new AbortController();
  const seen = { ended: 0 };
  const executor = createCommandExecutor({
    runner: { run: async (line, { signal }) => ({ exitCode: await run(line, signal) }) },
    cluster: { reset: async () => {}, build: async () => {} },
    clock,
    stream,
    directory: '/lab',
  });
  const typed = new TypedCommands({
    executor,
    lifetime: lifetime.signal,
    onEnded: () => {
      seen.ended += 1;
    },
  });
  return { typed, journal, lifetime, seen };
}

describe('a command that the learner asks for outside of the steps', () => {
  it('is recorded like one of a step, and reported when it has ended', async () => {
    const { typed, journal, seen } = typedOn(async () => 0);
    await expect(typed.actions.typed('kubectl delete pod kafka-0')).resolves.toMatchObject({ exitCode: 0 });
    expect(journal.of('command-started')).toMatchObject([{ line: 'kubectl delete pod kafka-0' }]);
    expect(journal.of('command-started')[0]).not.toHaveProperty('step');
    expect(journal.of('command-ended')).toMatchObject([{ ending: 'exited', exitCode: 0 }]);
    expect(seen.ended).toBe(1);
  });

  it('is over before the session is closed', async () => {
    const { typed, journal, lifetime, seen } = typedOn(
      (_line, signal) =>
        new Promise((_resolve, reject) =>
          signal.addEventListener('abort', () => reject(signal.reason), { once: true }),
        ),
    );
    const asked = typed.actions.typed('kubectl delete pod kafka-0');
    lifetime.abort(new Error('the session is closing'));
    await typed.close();
    expect(journal.of('command-ended')).toMatchObject([{ ending: 'cancelled' }]);
    await asked;
    expect(seen.ended).toBe(0);
  });

  it('can be asked for in every session', async () => {
    const { session, journal } = startSession();
    await session.actions.typed('kubectl get nodes');
    expect(journal.of('command-started')).toMatchObject([{ line: 'kubectl get nodes' }]);
    await session.actions.close();
  });
});
