import { afterEach, describe, expect, it } from 'vitest';
import { type Driver, drive } from '../components/app-driver.tsx';
import { createFakeSession } from '../fake-session.ts';

const drivers: Driver[] = [];
afterEach(() => {
  for (const driver of drivers.splice(0)) driver.close();
});
const open = (session: ReturnType<typeof createFakeSession>): Driver => {
  const driver = drive(session);
  drivers.push(driver);
  return driver;
};

describe('continuing', () => {
  it('is offered for the unfinished session, until something runs in the new one', async () => {
    const session = createFakeSession();
    const app = open(session);
    app.ui.set({ unfinished: { id: '20261128-231000-000', done: 7, at: Date.now() } });
    await app.sees('An earlier session is not finished: 12 steps, 7 done, today');
    await app.press('C');
    expect(app.left).toEqual(['go-on']);
    session.finish(0);
    await app.seesNot('An earlier session');
  });

  it('says that the cluster has ended, and rebuilds it with one key', async () => {
    const session = createFakeSession({ rebuildTo: 6 });
    const app = open(session);
    await app.sees('The cluster of this session has ended. C builds it again, up to step 2.1');
    await app.press('C');
    expect(session.asked).toEqual(['repair 0 6']);
  });

  it('names the first step that was undone from outside, and repeats it with one key', async () => {
    const session = createFakeSession();
    for (let step = 0; step < 5; step += 1) session.finish(step);
    session.setStep(2, { state: 'regressed' });
    const app = open(session);
    await app.sees('Step 1.3 no longer holds: something has undone it. C undoes it and runs it');
    await app.press('C');
    expect(session.asked).toEqual(['repair 2 4']);
  });

  it('called the learner’s own swap something', async () => {
    const session = createFakeSession();
    for (let step = 0; step < 5; step += 1) session.finish(step);
    session.setStep(4, { state: 'regressed', swappedTo: 'partition' });
    const app = open(session);
    await app.sees('Step 1.5 no longer holds: the consumer was swapped and reads partition 0 only.');
    await app.sees('s swaps it back; C ');
    expect(app.screen()).not.toContain('something');
  });

  it('does not run a step that depends on an undone one, unless it is confirmed', async () => {
    const session = createFakeSession();
    for (let step = 0; step < 5; step += 1) session.finish(step);
    const { step } = session.snapshot().steps[2]!;
    session.setStep(2, { state: 'regressed', step: { ...step, required: true } });
    const app = open(session);
    await app.press('\r');
    await app.sees('First step 1.3, which no longer holds: C does it again.');
    expect(session.asked.filter((one) => one.startsWith('run'))).toEqual([]);
    await app.press('r');
    expect(session.asked.filter((one) => one.startsWith('run'))).toEqual(['run 5']);
  });
});
