import { describe, expect, it } from 'vitest';
import { payloadOf } from '../../../source/cluster/kafka/payload.ts';

describe('a payload', () => {
  it('is text where it is UTF-8, and hexadecimal digits elsewhere', () => {
    expect(payloadOf(Buffer.from('añ'), 100)).toEqual({
      kind: 'text',
      size: 3,
      text: 'añ',
      hex: '61c3b1',
      isCut: false,
    });
    expect(payloadOf(Buffer.from([0xff, 0x00]), 100)).toMatchObject({
      kind: 'binary',
      text: '',
      hex: 'ff00',
    });
    expect(payloadOf(Buffer.from('a\0b'), 100)).toMatchObject({ kind: 'binary' });
    expect(payloadOf(null, 100)).toMatchObject({ kind: 'null', size: 0 });
    expect(payloadOf(Buffer.alloc(0), 100)).toMatchObject({ kind: 'text', size: 0, text: '' });
  });

  it('keeps whole characters of a long text', () => {
    expect(payloadOf(Buffer.from('aé'.repeat(100)), 5)).toMatchObject({
      kind: 'text',
      text: 'aéa',
      size: 300,
      isCut: true,
    });
  });

  it('stays binary where the cut is not what is wrong', () => {
    expect(payloadOf(Buffer.concat([Buffer.from([0xff]), Buffer.alloc(100, 'a')]), 10)).toMatchObject({
      kind: 'binary',
      isCut: true,
    });
  });

  it('keeps no more than 512 bytes as digits', () => {
    expect(payloadOf(Buffer.alloc(100_000, 1), 8_192).hex).toHaveLength(1_024);
  });
});
