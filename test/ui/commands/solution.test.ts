import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Driver, drive } from '../components/app-driver.tsx';
import { createFakeSession, type FakeSession } from '../fake-session.ts';

let app: Driver;
let session: FakeSession;
beforeEach(() => {
  session = createFakeSession();
  const task = {
    file: 'topic.yml',
    goal: 'A new topic is to have six partitions.',
    path: '/lab/topic.yml',
    saves: 0,
    asked: false,
  };
  session.setStep(0, { task });
  app = drive(session);
});
afterEach(() => app.close());

describe('a task on the screen', () => {
  it('shows the goal, the file, and that each save is checked', async () => {
    await app.sees('Task: A new topic is to have six');
    await app.sees('File: /lab/topic.yml');
    await app.sees('e edits topic.yml; each save is checked');
    session.setStep(0, {
      state: 'failed',
      task: { ...session.snapshot().steps[0]!.task!, saves: 3 },
    });
    await app.sees('e edits topic.yml; saved 3 times');
  });

  it('shows its solution only after a confirmation, and asks no more once it is known', async () => {
    await app.press(':solution\r');
    await app.sees('Show the solution? The transcript will say so.');
    await app.press('n');
    expect(session.asked).toEqual([]);
    await app.press(':solution\ry');
    await app.sees('a solution for topic.yml');
    await app.sees('1 kind: Solved');
    expect(session.asked).toEqual(['solution 0']);
    await app.press('e');
    await app.sees('This is the solution');
    await app.press('q:solution\r');
    await app.sees('1 kind: Solved');
    expect(session.asked).toEqual(['solution 0']);
  });

  it('has no solution in a step that is not a task', async () => {
    await app.press('j:solution\r');
    await app.sees('This step is no task.');
  });
});
