import { expect, it } from 'vitest';
import { startSession } from './fakes/start-session.ts';

it('says why a client of the learner’s own cannot be swapped, and runs nothing', async () => {
  const { session } = startSession({ swapOff: 'the clients image is your own' });
  session.actions.swap();
  expect(session.snapshot()).toMatchObject({
    swapping: false,
    notice: { level: 'info', text: 'the clients image is your own' },
  });
  await session.actions.close();
});
