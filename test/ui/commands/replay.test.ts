import { afterEach, describe, expect, it } from 'vitest';
import { createReplay, type ReplayStore } from '../../../source/session/replay/replay.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { FakeClock } from '../../time/fake-clock.ts';
import { type Driver, drive } from '../components/app-driver.tsx';
import { untilStepEnded } from '../golden/recorded-session.ts';

let app: Driver | undefined;
let replay: ReplayStore | undefined;
afterEach(async () => {
  app?.close();
  await replay?.actions.close();
});

/** The recorded session at its beginning; time stands still until something plays. */
function open(): { app: Driver; replay: ReplayStore } {
  const events = untilStepEnded('3.2');
  replay = createReplay({ lab: kafkaLab, events, clock: new FakeClock() });
  app = drive(replay);
  return { app, replay };
}

const indexOf = (id: string): number => kafkaLab.steps.findIndex((step) => step.id === id);

describe('the screen of a replay', () => {
  it('searches the whole recording, and shows the place', async () => {
    const { app, replay } = open();
    await app.press('/ls \\/brokers\\/ids\r');
    await expect.poll(() => app.ui.get().selected).toBe(indexOf('1.7'));
    await app.sees('replay paused');
    await app.sees('brokers/ids');
    expect(replay.snapshot().steps[indexOf('1.7')]!.state).toBe('running');
    await app.press('/no such text\r');
    await app.sees('`no such text` is not in this recording.');
  });

  it('says in which log a line was found', async () => {
    const { app } = open();
    await app.press('/start publishing\r');
    await app.sees("In the producer's log:");
  });

  it('limits a log to what came before the moment that it shows, not before now', async () => {
    const { app } = open();
    await app.press('/start publishing\r');
    await app.sees("In the producer's log:");
    await app.press(':since 5m\r');
    await app.sees('last 5m');
    await app.sees('start publishing');
    expect(app.screen()).not.toContain('no line in the last 5m');
  });

  it('goes to marks', async () => {
    const { app } = open();
    await app.press('[');
    await app.sees('There is no mark before this.');
    await app.press(']');
    await app.sees('swap: partition 0 only → consumer group');
  });

  it('goes to a step that is typed, and says which step was not run', async () => {
    const { app, replay } = open();
    await app.press(':2.3\r');
    await expect.poll(() => replay.snapshot().steps[indexOf('2.3')]!.state).toBe('running');
    await app.press(':4.1\r');
    await app.sees('Step 4.1 was not run in this session.');
  });

  it('plays as fast as is typed', async () => {
    const { app } = open();
    await app.press(':replay-speed 8\r');
    await app.sees('8×');
    await app.press(':replay-speed 100\r');
    await app.sees('The speed is `100`: give a number from 0.25 to 64.');
  });

  it('offered keys that run something, beside every step', async () => {
    const { app, replay } = open();
    await app.sees('A replay: nothing runs.');
    expect(app.screen()).not.toContain('Enter runs');
    replay.skipTo(indexOf('3.2'));
    for (const id of ['1.1', '2.5', '4.1']) {
      const index = indexOf(id);
      app.ui.set({ selected: index, focus: 'step', fullScreen: true });
      await app.sees(`${id} ${kafkaLab.steps[index]!.title}`);
      expect(app.screen()).not.toMatch(
        /⏎ (?!play)|Enter runs| runs | continues|answers|shows a hint|exports?\b/,
      );
    }
  });

  it('asked whether to cancel the replayed step', async () => {
    const { app, replay } = open();
    replay.skipTo(2);
    await app.press('s');
    await app.sees('A replay runs nothing: `s` does nothing here.');
    await app.press(':swap\r');
    await app.sees('A replay runs nothing: it has no `:swap`.');
    await app.press('\u001b');
    await app.seesNot('A replay runs nothing');
    expect(app.screen()).not.toContain('Cancel the running step?');
  });
});
