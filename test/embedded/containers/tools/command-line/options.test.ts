import { describe, expect, it } from 'vitest';
import { parseOptions } from '../../../../../source/embedded/containers/tools/command-line/options.ts';
import { usageText } from '../../../../../source/embedded/containers/tools/command-line/usage.ts';

const table = {
  topic: { value: 'required', named: 'topic', help: 'The topic.' },
  property: { value: 'many', help: 'A property.' },
  codec: { value: 'optional', help: 'The codec.' },
  count: { value: 'required', type: 'Integer', initial: '3', help: 'How many.' },
  list: { value: 'none', help: 'List.' },
} as const;
const parse = (line: string) => parseOptions(line === '' ? [] : line.split(' '), table);

describe('the options of a tool', () => {
  it('accept their values after a space or an equals sign, with one dash or two', () => {
    const options = parse('--topic=a=b -count 7 --property x --property=y word --list');
    expect([options.get('topic'), options.integer('count'), options.all('property')]).toEqual([
      'a=b',
      7,
      ['x', 'y'],
    ]);
    expect([options.has('list'), options.words]).toEqual([true, ['word']]);
  });

  it('accept a word that looks like an option if a value is required', () => {
    expect(parse('--topic --list').get('topic')).toBe('--list');
  });

  it('may omit an optional value', () => {
    const options = parse('--codec --list');
    expect([options.has('codec'), options.get('codec'), options.has('list')]).toEqual([
      true,
      undefined,
      true,
    ]);
    expect(parse('--codec lz4').get('codec')).toBe('lz4');
  });

  it.each([
    ['--top x', 'top is not a recognized option'],
    ['-x', 'x is not a recognized option'],
    ['--topic', 'Option topic requires an argument'],
  ])('%s is refused', (line, message) => {
    expect(() => parse(line)).toThrow(message);
  });

  it.each([
    ['--count 1.5', "Cannot parse argument '1.5' of option count"],
    ['--count 2147483648', "Cannot parse argument '2147483648' of option count"],
    ['--count 1 --count 2', 'Found multiple arguments for option count, but you asked for only one'],
  ])('%s is refused when its value is read', (line, message) => {
    expect(() => parse(line).integer('count')).toThrow(message);
  });

  it('are shown in two columns', () => {
    const lines = usageText('About.', table).split('\n');
    expect(lines.map((line) => line.trimEnd())).toEqual(
      [
        'About.',
        'Option               Description',
        '------               -----------',
        '--codec [String]     The codec.',
        '--count <Integer>    How many. (default: 3)',
        '--list               List.',
        '--property <String>  A property.',
        '--topic <String: topic>  The topic.',
        '',
      ].map((line, index) => (index === 0 || index === 8 ? line : widened(line))),
    );
  });
});

/** The widest option sets the first column. */
function widened(line: string): string {
  const [option = '', help = ''] = line.split(/ {2,}/);
  return option.padEnd('--topic <String: topic>'.length + 2) + help;
}
