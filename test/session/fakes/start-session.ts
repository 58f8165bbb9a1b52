import { createSession } from '../../../source/session/live/create-session.ts';
import type { Session, SessionOptions } from '../../../source/session/live/session-options.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { FakeClock } from '../../time/fake-clock.ts';
import { FakeWorld } from './fake-world.ts';
import { MemoryJournal } from './memory-journal.ts';

export interface Started {
  readonly session: Session;
  readonly world: FakeWorld;
  readonly journal: MemoryJournal;
  readonly clock: FakeClock;
}

/** A session of the real lab in a fake world. */
export function startSession(
  options: Partial<SessionOptions> = {},
  prepare?: (world: FakeWorld) => void,
): Started {
  const clock = new FakeClock();
  const world = new FakeWorld(clock);
  const journal = new MemoryJournal();
  prepare?.(world);
  const session = createSession({
    lab: kafkaLab,
    cluster: world.cluster,
    runner: world,
    observer: () => world,
    journal,
    directory: '/lab',
    messages: 4_000,
    onExport: async () => '/tmp/transcript.md',
    clock,
    ...options,
  });
  return { session, world, journal, clock };
}

/** Resolves once `holds` returns true, which is evaluated after every change of the session. */
export function until(session: Session, holds: () => boolean): Promise<void> {
  return new Promise((resolve) => {
    if (holds()) {
      resolve();
      return;
    }
    const unsubscribe = session.subscribe(() => {
      if (!holds()) return;
      unsubscribe();
      resolve();
    });
  });
}
