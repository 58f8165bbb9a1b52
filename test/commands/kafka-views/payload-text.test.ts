import { describe, expect, it } from 'vitest';
import { payloadOf } from '../../../source/cluster/kafka/payload.ts';
import {
  type PayloadForm,
  payloadLine,
  payloadLines,
} from '../../../source/commands/kafka-views/payload-text.ts';

const line = (bytes: Buffer | string | null, form: PayloadForm): string =>
  payloadLine(payloadOf(typeof bytes === 'string' ? Buffer.from(bytes) : bytes, 100), form);

describe('a payload', () => {
  it('takes one line in a row', () => {
    expect(line('a\nb\tc', 'text')).toBe('a\\nb\\tc');
    expect(line('{ "n": 1 }', 'json')).toBe('{"n":1}');
    expect(line('{ no', 'json')).toBe('{ no');
    expect(line('ab', 'hex')).toBe('0x6162');
    expect(line(Buffer.from([0xff]), 'text')).toBe('0xff');
    expect(line(null, 'text')).toBe('null');
  });

  it('is laid out on lines of its own', () => {
    const lines = (text: string | Buffer, form: PayloadForm): string[] =>
      payloadLines(payloadOf(Buffer.from(text), 20), form);
    expect(lines('{"n":[1]}', 'json')).toEqual(['{', '  "n": [', '    1', '  ]', '}']);
    expect(lines('0123456789abcdefgh', 'hex')).toEqual([
      '0000  3031 3233 3435 3637 3839 6162 6364 6566  0123456789abcdef',
      '0010  6768                                     gh',
    ]);
    expect(lines('x'.repeat(3_000), 'text')).toEqual(['x'.repeat(20), '', '(the first 20 of 3,000 bytes)']);
  });

  it('escapes what is hostile in the strings of JSON', () => {
    expect(line('{"a":"\\u001b[31m\\u202e"}', 'json')).toBe('{"a":"\\u001b[31m\\u202e"}');
  });
});

it('showed other numbers as JSON than the record has', () => {
  expect(line('{"id": 12345678901234567890, "f": 0.663550}', 'json')).toBe(
    '{"id":12345678901234567890,"f":0.663550}',
  );
});
