import { setImmediate as immediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { LoopTurns, type TurnSource } from '../../source/time/loop-turns.ts';

/** A loop whose time passes as it is told, and whose next turn comes when it is told. */
function controlledLoop() {
  const queued: (() => void)[] = [];
  const loop = {
    time: 0,
    now: () => loop.time,
    nextTurn: (run: () => void) => void queued.push(run),
    async turn(): Promise<void> {
      for (const run of queued.splice(0)) run();
      await immediate();
    },
  };
  return loop satisfies TurnSource;
}

/** Works off pieces of 1 ms, and notes each in `done`. */
async function work(turns: LoopTurns, loop: { time: number }, name: string, pieces: number, done: string[]) {
  for (let piece = 0; piece < pieces; piece += 1) {
    loop.time += 1;
    done.push(name);
    await turns.rest();
  }
}

describe('turns of the event loop', () => {
  it('lets one who has little to do go on at once', () => {
    const turns = new LoopTurns(controlledLoop());
    expect(turns.rest()).toBeUndefined();
    expect(turns.rest()).toBeUndefined();
  });

  it('ends a turn after a slice, however much there is to do', async () => {
    const loop = controlledLoop();
    const done: string[] = [];
    const all = work(new LoopTurns(loop), loop, 'a', 100, done);
    await immediate();
    let before = 0;
    while (done.length < 100) {
      expect(done.length - before).toBeLessThanOrEqual(5);
      before = done.length;
      await loop.turn();
    }
    await all;
  });

  it('gives everybody a piece before anybody has a second, in one slice', async () => {
    const loop = controlledLoop();
    const turns = new LoopTurns(loop);
    const done: string[] = [];
    const names = ['a', 'b', 'c'];
    const all = names.map((name) => work(turns, loop, name, 20, done));
    await immediate();
    for (let turn = 0; turn < 60; turn += 1) {
      const before = done.length;
      await loop.turn();
      expect(done.length - before).toBeLessThanOrEqual(5);
    }
    await Promise.all(all);
    expect(done).toHaveLength(60);
    for (let at = 6; at + 3 <= 54; at += 3) expect(new Set(done.slice(at, at + 3)).size).toBe(3);
  });

  it('goes on with those who wait when the one whose turn it is has come to its end', async () => {
    const loop = controlledLoop();
    const turns = new LoopTurns(loop);
    const done: string[] = [];
    const all = [work(turns, loop, 'short', 6, done), work(turns, loop, 'long', 30, done)];
    await immediate();
    for (let turn = 0; turn < 40; turn += 1) await loop.turn();
    await Promise.all(all);
    expect(done.filter((name) => name === 'long')).toHaveLength(30);
  });

  it('begins a new slice in each turn', async () => {
    const loop = controlledLoop();
    const turns = new LoopTurns(loop);
    turns.rest();
    await loop.turn();
    loop.time = 1_000;
    expect(turns.rest()).toBeUndefined();
  });
});
