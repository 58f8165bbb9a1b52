import { expect, it } from 'vitest';
import { ExpressionError } from '../../../source/lab/expressions/expression-error.ts';
import { parseTemplate } from '../../../source/lab/expressions/template.ts';

const scope = { facts: ['brokers'], each: undefined };
const values = { facts: { brokers: 3 }, each: ['a', 'b'] };

it('inserts the values of expressions into a text', () => {
  expect(parseTemplate("{{ counted(facts.brokers, 'broker') }}, {{facts.brokers}}", scope).text(values)).toBe(
    'three brokers, 3',
  );
  expect(parseTemplate('none', scope).text(values)).toBe('none');
  expect(parseTemplate("{{ '{{' }}x{{ '}}' }}", scope).text(values)).toBe('{{x}}');
  expect(parseTemplate('', scope).text(values)).toBe('');
});

it('returns the value itself if there is nothing but an expression', () => {
  expect(parseTemplate('{{ facts.brokers }}', scope).evaluate(values)).toBe(3);
  expect(parseTemplate('{{ each }}', scope).evaluate(values)).toEqual(['a', 'b']);
  expect(parseTemplate(' {{ facts.brokers }}', scope).evaluate(values)).toBe(' 3');
});

it.each([
  ['one {{ facts.broker }}', '`facts` has no `broker`; did you mean `brokers`?', 13],
  ['one {{ facts', '`{{` without `}}`', 4],
  ['one {{ }}', 'there is no expression between `{{` and `}}`', 7],
  ["one {{ 'a}}' ", '`{{` without `}}`', 4],
])('reports the position of a mistake in %s', (source, message, offset) => {
  expect(() => parseTemplate(source, scope)).toThrow(expect.objectContaining({ message, offset }));
});

it('refuses a list as text', () => {
  expect(() => parseTemplate('x {{ each }}', scope).text(values)).toThrow(ExpressionError);
});
