import { describe, expect, it } from 'vitest';
import { isModelAnswer, sameAnswers } from '../../../source/grading/class/compare-answers.ts';

const one = 'The consumer asks for partition 0 alone, so it never reads the messages of the other three.';

describe('answers to one question', () => {
  it('are the same but for a few words, signs and spaces', () => {
    const reworded =
      'the consumer asks for partition 0 alone -- so it never reads messages of the other three!';
    const own =
      'Because a client with a fixed assignment gets no share of the rest, three quarters stay unread.';
    expect(sameAnswers([one, own, reworded, undefined])).toEqual([[2], [], [0], []]);
  });

  it('are too short to say anything', () => {
    expect(sameAnswers(['Partition 0.', 'Partition 0.'])).toEqual([[], []]);
  });

  it('are found in a large class as well, where they are wholly the same', () => {
    const many = Array.from({ length: 1_000 }, (_, at) => `${one} ${at % 999}`);
    expect(sameAnswers(many)[0]).toEqual([999]);
  });

  it('may be the model answer', () => {
    expect(isModelAnswer(`${one} So.`, one)).toBe(true);
    expect(isModelAnswer('I do not know.', one)).toBe(false);
  });
});
