import { describe, expect, it } from 'vitest';
import type { TerminalProgram } from '../../../source/ui/state/terminal-programs.ts';
import { createHandOver } from '../../../source/ui/terminal/hand-over.ts';
import { onLeavingSignal } from '../../../source/ui/terminal/leaving-signals.ts';

/** A program that ends when it is stopped, or by itself with `exit`. */
function fakeProgram() {
  let exit: (code: number) => void = () => {};
  const ended = new Promise<number>((resolve) => {
    exit = resolve;
  });
  let asked = 0;
  const program: TerminalProgram = {
    ended,
    end() {
      asked += 1;
      exit(129);
    },
  };
  return { program, exit: (code: number) => exit(code), asked: () => asked };
}

function setUp() {
  const said: string[] = [];
  const suspension = { hold: () => said.push('hold'), release: () => said.push('release') };
  return { said, handOver: createHandOver(suspension) };
}

describe('handing over the terminal', () => {
  it('lasts until the program has ended, or failed to start', async () => {
    const { said, handOver } = setUp();
    const { program, exit } = fakeProgram();
    const over = handOver.run(async () => program);
    expect([handOver.isBusy, said]).toEqual([true, ['hold']]);
    exit(7);
    expect(await over).toBe(7);
    expect([handOver.isBusy, said]).toEqual([false, ['hold', 'release']]);
    await expect(handOver.run(() => Promise.reject(new Error('no shell')))).rejects.toThrow('no shell');
    expect([handOver.isBusy, said.slice(2)]).toEqual([false, ['hold', 'release']]);
  });

  it('starts one program at a time', async () => {
    const { handOver } = setUp();
    const { program, exit } = fakeProgram();
    const over = handOver.run(async () => program);
    expect(await handOver.run(() => Promise.reject(new Error('started twice')))).toBeUndefined();
    exit(0);
    expect(await over).toBe(0);
  });

  it('ends the program when the screen closes, even during its start, and starts no other', async () => {
    const { handOver } = setUp();
    const { program, asked } = fakeProgram();
    const over = handOver.run(() => new Promise((resolve) => setImmediate(() => resolve(program))));
    await handOver.close();
    expect([await over, asked()]).toEqual([129, 1]);
    expect(await handOver.run(async () => program)).toBeUndefined();
  });

  it('leaves ctrl-c to the program in the terminal: two of them ended the lab', async () => {
    const { handOver } = setUp();
    const left: string[] = [];
    const forget = onLeavingSignal((signal) => left.push(signal));
    const { program, exit } = fakeProgram();
    const over = handOver.run(async () => program);
    for (let times = 0; times < 2; times += 1) process.emit('SIGINT', 'SIGINT');
    exit(0);
    await over;
    expect(left).toEqual([]);
    process.emit('SIGINT', 'SIGINT');
    expect(left).toEqual(['SIGINT']);
    forget();
  });
});
