import { describe, expect, it } from 'vitest';
import { ExpressionError } from '../../../source/lab/expressions/expression-error.ts';
import { longestExpression, parseExpression } from '../../../source/lab/expressions/expressions.ts';
import { labFunctions } from '../../../source/lab/expressions/word-functions.ts';

const scope = { facts: ['brokers', 'partitions'], tally: undefined, many: undefined, text: undefined };
const values = {
  facts: { brokers: 3, partitions: 4 },
  tally: {
    window: 5,
    share: 0.25,
    partitions: [0, 1, 2, 3].map((partition) => ({ partition, distinct: 0 })),
  },
  many: Array.from({ length: 3_000 }, (_, index) => ({ index, name: 'x'.repeat(20) })),
  text: 'a'.repeat(1_000_000),
};
const evaluate = (source: string): unknown => parseExpression(source, scope).evaluate(values);

function failure(act: () => unknown): ExpressionError {
  try {
    act();
  } catch (error) {
    if (error instanceof ExpressionError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

it('evaluates CEL over facts and observations', () => {
  expect(evaluate('facts.brokers + 1')).toBe(4);
  expect(evaluate('tally.partitions.filter(p, p.partition != 0).all(p, p.distinct == 0)')).toBe(true);
  expect(evaluate('tally.share < 0.5 && !has(tally.members)')).toBe(true);
  expect(evaluate('tally.partitions.map(p, p.partition > 1, "p" + string(p.partition))')).toEqual([
    'p2',
    'p3',
  ]);
  expect(evaluate('cel.bind(n, facts.partitions, n * n)')).toBe(16);
  expect(evaluate('-facts.brokers in [-3, 1] ? {"a": [1]}.a[0] : 0')).toBe(1);
});

it.each(labFunctions.map(({ example, result }) => [example, result]))(
  'has the function %s',
  (example, result) => {
    const value = evaluate(example);
    expect(
      Array.isArray(value) ? `[${value.map((each) => JSON.stringify(each)).join(', ')}]` : String(value),
    ).toBe(result);
  },
);

describe('a mistake', () => {
  it.each([
    ['facts.partition == 4', '`facts` has no `partition`; did you mean `partitions`?', 6],
    ['fact.brokers', 'unknown variable: fact; did you mean `facts`?', 0],
    ['inWord(3)', "found no matching overload for 'inWord(int)'; did you mean `inWords`?", 0],
    ['1 +', 'unexpected token: EOF', 3],
    ['true ? 1 : "a"', "ternary branches must have the same type, got 'int' and 'string'", 0],
    ['kl_deep(1)', '`kl_deep`: names that begin with `kl_` are reserved', 0],
  ])('is reported before evaluation: %s', (source, message, offset) => {
    const error = failure(() => parseExpression(source, scope));
    expect([error.reason, error.message, error.offset]).toEqual(['syntax', message, offset]);
  });

  it('of a value is reported on evaluation', () => {
    expect(failure(() => evaluate('tally.nothing > 1'))).toMatchObject({
      reason: 'value',
      message: 'no such key: nothing; there are `window`, `share`, `partitions`',
    });
    expect(failure(() => evaluate('"a".matches("(")')).reason).toBe('value');
  });
});

describe('a key that is missing is told from those that there are', () => {
  it.each([
    ['tally.partitions.all(p, p.configs == "a")', 'no such key: configs; there are `partition`, `distinct`'],
    ['tally.partitions[0]["configs"] == "a"', 'no such key: configs; there are `partition`, `distinct`'],
    [
      'has(tally.size) || tally.partitions[1].size > 1',
      'no such key: size; there are `partition`, `distinct`',
    ],
    ['tally.partitions.map(p, {"a": p.distinct})[0].b == 1', 'no such key: b'],
  ])('%s', (source, message) => {
    expect(failure(() => evaluate(source)).message).toBe(message);
  });

  it('unless there are so many maps that to look again would take too long', () => {
    expect(failure(() => evaluate('many.all(each, each.size > 1)')).message).toBe('no such key: size');
  });

  it('of many, the first', () => {
    const keys = Object.fromEntries(Array.from({ length: 25 }, (_, index) => [`key${index}`, index]));
    const act = () => parseExpression('text.none', { text: undefined }).evaluate({ text: keys });
    expect(failure(act).message).toMatch(/^no such key: none; there are `key0`, .*`key19` and 5 more$/);
  });
});

describe('the limits', () => {
  const tooLarge: [string, string][] = [
    ['length', `1${' + 1'.repeat(longestExpression / 4)}`],
    ['depth', `${'('.repeat(60)}1${')'.repeat(60)}`],
    ['nodes', `[${'1, '.repeat(90)}1].size() ${'+ [1, 2, 3, 4, 5, 6, 7].size()'.repeat(55)}`],
    ['items', `[${'1, '.repeat(101)}1]`],
  ];
  it.each(tooLarge)('on %s stop the parser', (_, source) => {
    expect(failure(() => parseExpression(source, scope)).reason).toBe('bounds');
  });

  const tooCostly: [string, string][] = [
    ['nested loops', 'many.all(a, many.all(b, many.all(c, a.index + b.index + c.index >= 0)))'],
    [
      'loops whose errors are swallowed',
      'many.all(a, many.exists(b, many.exists(c, c.index < 0) || b.index < 0) || false)',
    ],
    ['lists that double', `[[1]]${'.map(a, a + a)'.repeat(17)}[0].size()`],
    [
      'texts that double',
      `["ab"]${'.map(a, a + a)'.repeat(18)}.map(a, a + a + a + a + a + a + a + a + a + a + a + a + a + a + a + a + a + a)[0].size()`,
    ],
    ['values that share their parts', `dyn([[1]]${'.map(a, [a, a])'.repeat(16)}) == dyn(1)`],
    ['comparisons of large values', 'many.exists(a, many == [a])'],
    ['texts that are taken apart', 'many.map(a, a.name.split("")).size()'],
    ['texts that are joined', 'many.map(a, listed(many.map(b, b.name))).size()'],
    ['patterns in long texts', 'text.matches("(a|aa)+b")'],
    ['long lists of numbers', 'range(10000).map(a, range(10000)).size()'],
  ];
  it.each(tooCostly)('on work stop %s, within 50 ms of CPU time', (_, source) => {
    const expression = parseExpression(source, scope);
    const error = failure(() => expression.evaluate(values));
    expect(error.reason).toBe('bounds');
    // The expressions are compiled by now. CPU time counts, since the machine may be busy.
    const times = [1, 2, 3].map(() => {
      const before = process.cpuUsage();
      failure(() => expression.evaluate(values));
      const spent = process.cpuUsage(before);
      return spent.user / 1_000;
    });
    expect(Math.min(...times)).toBeLessThan(50);
  });

  it('on work leave room for what a check needs', () => {
    expect(evaluate('many.filter(each, each.index % 2 == 0).map(each, each.name).size()')).toBe(1_500);
  });

  it('keep a pattern from taking exponential time', () => {
    expect(evaluate('("a" + "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!").matches("^(a+)+$")')).toBe(
      false,
    );
  });

  it('on one evaluation do not affect the next', () => {
    const expression = parseExpression('many.all(each, each.index >= 0)', scope);
    for (let time = 0; time < 5; time += 1) expect(expression.evaluate(values)).toBe(true);
  });
});
