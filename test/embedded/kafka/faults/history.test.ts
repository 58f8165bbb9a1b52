import { beforeEach, describe, expect, it } from 'vitest';
import { type Guarantee, History } from './history.ts';

let history: History;

beforeEach(() => {
  history = new History();
  for (let i = 0; i < 3; i++) history.sent(history.sending(0, i, 0), i);
});

const poll = (...values: string[]) => {
  for (const [offset, value] of values.entries()) history.poll(0, offset, value);
};

describe('the checker', () => {
  it('accepts messages that were read in the order in which they were sent', () => {
    poll('0/0', '0/1', '0/2');
    expect(history.check()).toEqual([]);
  });

  it('does not report messages beyond the last one that was read', () => {
    poll('0/0');
    expect(history.check()).toEqual([]);
  });

  it('accepts a failed send whether or not its message is there', () => {
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

  it('finds another message in the place of an acknowledged one', () => {
    poll('0/0', '0/0', '0/2');
    expect(history.check()).toContainEqual(expect.stringContaining('acknowledged `0/1` at 0@1, read `0/0`'));
  });

  it('finds an offset that was read twice with different values', () => {
    poll('0/0', '0/1');
    poll('0/0', '0/2');
    expect(history.check()).toContainEqual('0@1 was `0/1`, then `0/2`');
  });

  it('finds messages out of order', () => {
    const [fourth, fifth] = [history.sending(0, 3, 0), history.sending(0, 4, 0)];
    poll('0/0', '0/1', '0/2', fifth, fourth);
    expect(history.check()).toEqual(['`0/3` at 0@4 is behind 4']);
  });

  it('finds a message that nobody sent', () => {
    poll('0/0', '0/1', '0/2', 'ghost');
    expect(history.check()).toEqual(['nobody sent `ghost`, read at 0@3']);
  });

  it('finds an acknowledged message beyond the end of its log', () => {
    poll('0/0', '0/1');
    expect(history.check()).toEqual([]);
    expect(history.breaches(new Map([[0, 2]]))).toEqual([
      { kind: 'lost', text: 'acknowledged `0/2` at 0@2, read `undefined`' },
    ]);
  });

  it('finds a log that was not read to its end, or not at all', () => {
    for (const value of ['0/0', '0/1', '0/2']) history.poll(0, Number(value.slice(2)), value);
    const ends = new Map([
      [0, 5],
      [1, 1],
    ]);
    expect(history.breaches(ends)).toEqual([
      { kind: 'lost', text: '0@3 was skipped' },
      { kind: 'lost', text: '1@0 was skipped' },
    ]);
  });

  it('finds a message that is gone or changed when the log is read again', () => {
    poll('0/0', '0/1', '0/2');
    history.readAgain();
    poll('0/0', '0/2');
    expect(history.breaches(new Map([[0, 2]])).map(({ kind }) => kind)).toEqual(['changed', 'lost', 'lost']);
  });

  it('finds what an idempotent producer wrote twice', () => {
    history = new History(() => 'exactly once');
    history.sent(history.sending(0, 0, 0), 0);
    poll('0/0', '0/0');
    expect(history.breaches()).toEqual([{ kind: 'invented', text: '`0/0` stands again at 0@1' }]);
  });

  it('checks the position of an unacknowledged copy only if copies must be in order', () => {
    const broken = (guarantee: Guarantee) => {
      history = new History(() => guarantee);
      history.sent(history.sending(0, 0, 0), 0);
      history.sent(history.sending(0, 1, 0), 1);
      poll('0/0', '0/1', '0/0');
      return history.breaches().map(({ kind }) => kind);
    };
    expect(broken('copies in order')).toEqual(['order']);
    expect(broken('acknowledged in order')).toEqual([]);
  });

  it('finds acknowledged messages out of order if copies may be anywhere', () => {
    history = new History(() => 'acknowledged in order');
    history.sent(history.sending(0, 0, 0), 1);
    history.sent(history.sending(0, 1, 0), 0);
    poll('0/1', '0/0');
    expect(history.breaches()).toEqual([{ kind: 'order', text: '`0/0` at 0@1 is behind 1' }]);
  });
});
