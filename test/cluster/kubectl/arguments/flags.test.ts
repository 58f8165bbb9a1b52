import { describe, expect, it } from 'vitest';
import {
  type FlagSpec,
  parseDuration,
  parseFlags,
} from '../../../../source/cluster/kubectl/arguments/flags.ts';

const specs: FlagSpec[] = [
  { name: 'namespace', short: 'n', type: 'string' },
  { name: 'stdin', short: 'i', type: 'switch' },
  { name: 'tty', short: 't', type: 'switch' },
  { name: 'tail', type: 'integer', initial: '-1' },
  { name: 'since', type: 'duration' },
  { name: 'filename', short: 'f', type: 'list' },
  { name: 'dry-run', type: 'string', alone: 'unchanged', initial: 'none' },
];
const parse = (line: string) => parseFlags(specs, line.split(' '), 'kubectl x', ['raw']);

describe('parseFlags', () => {
  it('accepts values after =, after a space, and joined to a short flag', () => {
    for (const line of ['--namespace=a', '--namespace a', '-n a', '-na', '-n=a']) {
      expect(parse(line).flags.string('namespace'), line).toBe('a');
    }
  });

  it('accepts combined short flags, with a value for the last', () => {
    const { flags } = parse('-itn a');
    expect([flags.on('stdin'), flags.on('tty'), flags.string('namespace')]).toEqual([true, true, 'a']);
    expect(parse('--stdin=false').flags.on('stdin')).toBe(false);
  });

  it('mixes flags and arguments until `--`', () => {
    const { args, dashAt, flags } = parse('pod -i -- ls -n x');
    expect({ args, dashAt, stdin: flags.on('stdin') }).toEqual({
      args: ['pod', 'ls', '-n', 'x'],
      dashAt: 1,
      stdin: true,
    });
    expect(parse('pod').dashAt).toBe(-1);
  });

  it('collects lists, and applies the default of a flag without a value', () => {
    expect(parse('-f a -f b').flags.list('filename')).toEqual(['a', 'b']);
    expect(parse('--dry-run x').flags.string('dry-run')).toBe('unchanged');
    expect(parse('--dry-run=client').flags.string('dry-run')).toBe('client');
    expect(parse('x').flags.string('dry-run')).toBe('none');
  });

  it.each([
    ['--foo', 'error: unknown flag: --foo'],
    ['-z', "error: unknown shorthand flag: 'z' in -z"],
    ['-iz', "error: unknown shorthand flag: 'z' in -z"],
    ['--tail', 'error: flag needs an argument: --tail'],
    ['-n', "error: flag needs an argument: 'n' in -n"],
    [
      '--tail=x',
      'error: invalid argument "x" for "--tail" flag: strconv.ParseInt: parsing "x": invalid syntax',
    ],
    [
      '-i=x',
      'error: invalid argument "x" for "-i, --stdin" flag: strconv.ParseBool: parsing "x": invalid syntax',
    ],
    ['--since=5', 'error: invalid argument "5" for "--since" flag: time: missing unit in duration "5"'],
  ])('%s: %s', (line, message) => {
    expect(() => parse(line)).toThrow(`${message}\nSee 'kubectl x --help' for usage.`);
  });

  it('says that a kubectl flag it does not support is left out', () => {
    expect(() => parse('--raw /')).toThrow('the built-in kubectl does not support --raw');
  });
});

describe('parseDuration', () => {
  it.each([
    ['1m30s', 90_000],
    ['1.5h', 5_400_000],
    ['100ms', 100],
    ['-1s', -1000],
    ['0', 0],
    ['', undefined],
    ['5', undefined],
    ['5x', undefined],
  ])('%s', (text, ms) => {
    expect(parseDuration(text)).toBe(ms);
  });
});
