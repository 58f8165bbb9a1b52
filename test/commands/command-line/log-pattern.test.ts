import { describe, expect, it } from 'vitest';
import { parseFlags } from '../../../source/commands/command-line/flags.ts';
import { logPatternOf } from '../../../source/commands/command-line/log-pattern.ts';
import { readOptions } from '../../../source/commands/command-line/options.ts';

const read = (...words: string[]) =>
  logPatternOf(readOptions(parseFlags('kafka-lab run', words, ['log-pattern'])));

describe('--log-pattern', () => {
  it('is a regular expression with a capturing group for a count', () => {
    expect(read()).toBeUndefined();
    expect(read('--log-pattern', 'got (?<received>\\d+)')).toBe('got (?<received>\\d+)');
  });

  it.each([
    ['(', 'not a regular expression'],
    ['got (\\d+)', 'names no count'],
    [`(?<received>\\d+)${'x'.repeat(600)}`, 'more than 500 characters'],
  ])('is refused otherwise: %.20s', (pattern, why) => {
    expect(() => read('--log-pattern', pattern)).toThrow(why);
  });
});
