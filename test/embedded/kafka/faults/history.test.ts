import { beforeEach, describe, expect, it } from 'vitest';
import { History } from './history.ts';

let history: History;

beforeEach(() => {
  history = new History();
  for (let i = 0; i < 3; i++) history.sent(history.sending(0, i, 0), i);
});

const poll = (...values: string[]) => {
  for (const [offset, value] of values.entries()) history.poll(0, offset, value);
};

describe('the checker', () => {
  it('is content with what was sent, read in order', () => {
    poll('0/0', '0/1', '0/2');
    expect(history.check()).toEqual([]);
  });

  it('does not miss what lies beyond what was read', () => {
    poll('0/0');
    expect(history.check()).toEqual([]);
  });

  it('is content with a failed send that is there, or is not', () => {
    history.sending(0, 3, 0);
    history.sending(0, 4, 0);
    poll('0/0', '0/1', '0/2', '0/4');
    expect(history.check()).toEqual([]);
  });

  it('finds a lost message', () => {
    history.poll(0, 0, '0/0');
    history.poll(0, 2, '0/2');
    expect(history.check()).toContainEqual(
      expect.stringContaining('acknowledged `0/1` at 0@1, read `undefined`'),
    );
  });

  it('finds another message where one was acknowledged', () => {
    poll('0/0', '0/0', '0/2');
    expect(history.check()).toContainEqual(expect.stringContaining('acknowledged `0/1` at 0@1, read `0/0`'));
  });

  it('finds a message that was read twice with different values', () => {
    poll('0/0', '0/1');
    poll('0/0', '0/2');
    expect(history.check()).toContainEqual('0@1 was `0/1`, then `0/2`');
  });

  it('finds disorder', () => {
    const [fourth, fifth] = [history.sending(0, 3, 0), history.sending(0, 4, 0)];
    poll('0/0', '0/1', '0/2', fifth, fourth);
    expect(history.check()).toEqual(['`0/3` at 0@4 is behind 4']);
  });

  it('finds what nobody sent', () => {
    poll('0/0', '0/1', '0/2', 'ghost');
    expect(history.check()).toEqual(['nobody sent `ghost`, read at 0@3']);
  });
});
