import { afterEach, describe, expect, it } from 'vitest';
import type { JournalEvent } from '../../../source/journal/events.ts';
import { createReplay, type ReplayStore } from '../../../source/session/replay/replay.ts';
import type { SessionView } from '../../../source/session/view.ts';
import { kafkaLab } from '../../lab/kafka-lab.ts';
import { FakeClock } from '../../time/fake-clock.ts';
import { startSession } from '../fakes/start-session.ts';

let replay: ReplayStore | undefined;
afterEach(async () => {
  await replay?.actions.close();
  replay = undefined;
});

/** Runs the lab in a fake world, and returns its journal and what the screen showed last. */
async function record(until: string): Promise<{ events: JournalEvent[]; view: SessionView }> {
  const { session, journal, world } = startSession();
  session.actions.predict(
    kafkaLab.steps.findIndex((step) => step.id === '2.2'),
    'half',
  );
  await session.runAll({ until, print: () => {} });
  world.podLines[0]?.onLine({ pod: `${kafkaLab.facts.producerApp}-1`, at: 5, text: 'a line' });
  const view = session.snapshot();
  const events = [...journal.events];
  await session.actions.close();
  return { events, view };
}

function untilView(store: ReplayStore, holds: (view: SessionView) => boolean): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (!holds(store.snapshot())) return;
      unsubscribe();
      resolve();
    };
    const unsubscribe = store.subscribe(look);
    look();
  });
}

describe('a replay', () => {
  it('ends with the state of the session: steps, output, checks, predictions, members, the comparison', async () => {
    const { events, view } = await record('3.3');
    replay = createReplay({ lab: kafkaLab, events, clock: new FakeClock() });
    expect(replay.snapshot()).toMatchObject({ replay: { atMs: 0, playing: false, ended: false } });
    replay.play();
    await untilView(replay, (each) => each.replay!.ended);
    const shown = replay.snapshot();
    const withoutNotes = (steps: SessionView['steps']) =>
      steps.map((step) => ({ ...step, output: step.output.filter((line) => line.stream !== 'note') }));
    expect(withoutNotes(shown.steps)).toEqual(withoutNotes(view.steps));
    expect(shown.members).toEqual(view.members);
    expect(shown.beforeAfter).toMatchObject({ before: view.beforeAfter!.before });
    expect(shown.cluster).toMatchObject({ state: 'ready', topic: { name: 'test' } });
    expect(shown.tally.partitions.length).toBe(4);
    expect(replay.logs.producer.slice(0, 99).map((line) => line.text)).toContain('a line');
    expect(replay.logs.consumer.slice(0, 99).some((line) => line.text.startsWith('group of 1'))).toBe(true);
  });

  it('takes as long as the session did without its idle time, and less at a higher speed', async () => {
    const { events } = await record('2.5');
    const took = async (speed: number): Promise<number> => {
      const clock = new FakeClock();
      replay = createReplay({ lab: kafkaLab, events, clock, speed });
      replay.play();
      await untilView(replay, (view) => view.replay!.ended);
      return clock.monotonic();
    };
    const [asItWas, fast] = [await took(1), await took(4)];
    expect(asItWas).toBeGreaterThan(2_000);
    expect(fast).toBeLessThan(asItWas / 3);
  });

  it('pauses, and continues from there', async () => {
    const { events } = await record('2.4');
    const clock = new FakeClock();
    replay = createReplay({ lab: kafkaLab, events, clock });
    replay.play();
    await untilView(replay, (view) => view.steps[3]!.state === 'running');
    replay.pause();
    const paused = replay.snapshot();
    expect(paused.replay!.playing).toBe(false);
    expect(clock.pending).toBeLessThanOrEqual(1);
    replay.play();
    await untilView(replay, (view) => view.replay!.ended);
    expect(replay.snapshot().steps[3]!.state).toBe('passed');
  });

  it('jumps to a step, also backwards, and starts over at the end', async () => {
    const { events } = await record('2.4');
    replay = createReplay({ lab: kafkaLab, events, clock: new FakeClock() });
    replay.skipTo(5);
    expect(
      replay
        .snapshot()
        .steps.slice(4, 7)
        .map((step) => step.state),
    ).toEqual(['passed', 'running', 'todo']);
    replay.skipTo(1);
    expect(replay.snapshot().steps[4]!.state).toBe('todo');
    replay.skipTo(999);
    replay.play();
    await untilView(replay, (view) => view.replay!.ended);
    replay.play();
    expect(replay.snapshot().replay).toMatchObject({ atMs: 0, playing: true });
  });

  it('finds a text in any step, forwards and backwards, and stays there', async () => {
    const { events } = await record('2.4');
    replay = createReplay({ lab: kafkaLab, events, clock: new FakeClock() });
    const title = kafkaLab.steps[3]!.title;
    const holds = (text: string): boolean => text.includes(title);
    expect(replay.search(holds, 1)).toMatchObject({ step: 3 });
    expect(replay.snapshot().steps[3]!.state).toBe('running');
    expect(replay.snapshot().replay!.playing).toBe(false);
    expect(replay.search((text) => text.includes(kafkaLab.steps[1]!.title), -1)).toMatchObject({ step: 1 });
    expect(replay.snapshot().steps[3]!.state).toBe('todo');
    expect(replay.search((text) => text === 'a line', 1)).toMatchObject({ text: 'a line', log: 'producer' });
    // Round the end.
    expect(replay.search(holds, 1)).toMatchObject({ step: 3 });
    expect(replay.search(() => false, 1)).toBeUndefined();
  });

  it('goes from mark to mark, and from none beyond the last', async () => {
    const { events } = await record('3.3');
    replay = createReplay({ lab: kafkaLab, events, clock: new FakeClock() });
    const found: string[] = [];
    for (let place = replay.skipToMark(1); place !== undefined; place = replay.skipToMark(1))
      found.push(place.text);
    expect(found.length).toBeGreaterThan(1);
    expect(found.some((text) => text.startsWith('group of 1'))).toBe(true);
    expect(replay.search((text) => text.startsWith('group of 1'), -1)).toMatchObject({
      step: expect.any(Number),
    });
    expect(replay.skipToMark(-1)).toMatchObject({ text: found.at(-2) });
  });

  it('does not go to a step that was not run', async () => {
    const { events } = await record('1.2');
    replay = createReplay({ lab: kafkaLab, events, clock: new FakeClock() });
    expect(replay.skipTo(1)).toBe(true);
    expect(replay.skipTo(9)).toBe(false);
  });

  it('runs nothing, and says so', async () => {
    const { events } = await record('1.2');
    replay = createReplay({ lab: kafkaLab, events, clock: new FakeClock() });
    replay.actions.run(0);
    expect(replay.snapshot().notice).toEqual({ level: 'info', text: 'this is a replay: nothing runs here' });
    const view = replay.snapshot();
    expect(replay.snapshot()).toBe(view);
  });

  it('plays an empty journal', async () => {
    replay = createReplay({ lab: kafkaLab, events: [], clock: new FakeClock() });
    replay.play();
    expect(replay.snapshot().replay).toMatchObject({ ended: true, totalMs: 0 });
  });
});
