import fc from 'fast-check';
import { expect, test } from 'vitest';
import { PatternError } from '../../../../../source/embedded/containers/shell/regular-expression/parse.ts';
import { Pattern } from '../../../../../source/embedded/containers/shell/regular-expression/pattern.ts';

async function matches(source: string, text: string, ignoresCase = false): Promise<string[][]> {
  const found: string[][] = [];
  for await (const { groups } of new Pattern(source, { ignoresCase }).all(text))
    found.push(groups.map((group) => group ?? ''));
  return found;
}

const javaScriptMatches = (source: string, text: string, flags = '') =>
  [...text.matchAll(new RegExp(source, `g${flags}`))].map((match) => [...match].map((group) => group ?? ''));

test('finds the same matches as JavaScript', async () => {
  for (const [source, text] of [
    ['a+b', 'xaab ab b'],
    ['(a|ab)(c|bcd)(d*)', 'abcd'],
    ['^\\s*(\\w+)=(.*)$', '  key=value = x'],
    ['[^0-9]+', 'ab12cd'],
    ['a{2,3}?', 'aaaaa'],
    ['(\\d{1,3})\\.(\\d+)', '10.244 7.x 123456.1'],
    ['\\bfoo\\b', 'foo food a foo'],
    ['x*', 'axxb'],
    ['(?:ab)+|c', 'ababcab'],
    ['[a\\-z]+', 'a-z b'],
    ['a.c', 'abc a\nc'],
    ['$', 'end'],
    ['(a?)*?b', 'aab'],
  ] as const)
    expect(await matches(source, text), source).toEqual(javaScriptMatches(source, text));
  expect(await matches('ERROR|warn', 'Error WARN', true)).toEqual(
    javaScriptMatches('ERROR|warn', 'Error WARN', 'i'),
  );
});

test('finds the same matches as JavaScript in any text with any small pattern', async () => {
  const atom = fc.constantFrom('a', 'b', '.', '[ab]', '[^a]', '(a|b)', '(ab)', 'c');
  const piece = fc
    .tuple(atom, fc.constantFrom('', '', '*', '+', '?', '{1,2}', '*?'))
    .map(([one, often]) => one + often);
  const source = fc.array(piece, { minLength: 1, maxLength: 5 }).map((pieces) => pieces.join(''));
  await fc.assert(
    fc.asyncProperty(source, fc.stringMatching(/^[abc]{0,12}$/), async (pattern, text) => {
      const whole = async (from: (s: string, t: string) => string[][] | Promise<string[][]>) =>
        (await from(pattern, text)).map(([match]) => match);
      expect(await whole(matches)).toEqual(await whole(javaScriptMatches));
    }),
    { numRuns: 400, seed: 20261128 },
  );
});

test('a pattern that takes JavaScript hours takes time linear in the text', async () => {
  for (const source of ['(a+)+$', '(a|aa)+$', '(a*)*b', '(a?){50}a{50}$', '([a-z]+)*!x'])
    expect(await new Pattern(source).test(`${'a'.repeat(300)}!`), source).toBe(false);
});

test('refuses patterns that cannot be matched in linear time, and invalid ones', () => {
  for (const source of [
    '(a)\\1',
    '(?=a)',
    '(?<=a)b',
    'a{2,1}',
    '(a',
    'a)',
    '[a',
    '*a',
    '((a{1,100}){1,100}){1,100}',
    '\\',
  ])
    expect(() => new Pattern(source), source).toThrow(PatternError);
});
