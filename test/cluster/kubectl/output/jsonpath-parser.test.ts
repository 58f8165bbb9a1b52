import { expect, it } from 'vitest';
import { KubectlError } from '../../../../source/cluster/kubectl/errors/kubectl-error.ts';
import { parseJsonPath } from '../../../../source/cluster/kubectl/output/jsonpath-parser.ts';

it.each([
  ['filters', (depth: number) => `{.items${'[?(@.a=='.repeat(depth)}1${')]'.repeat(depth)}}`],
  ['ranges', (depth: number) => `${'{range .items}'.repeat(depth)}${'{end}'.repeat(depth)}`],
])('deeply nested %s exceeded the call stack', (_, template) => {
  for (const depth of [65, 3_000, 100_000])
    expect(() => parseJsonPath(template(depth))).toThrow(
      expect.objectContaining({
        constructor: KubectlError,
        message: expect.stringContaining('filters and ranges are nested more than 64 deep'),
      }),
    );
});

it('nested ranges and filters within reason are read', () => {
  const ranges = (depth: number) => `${'{range .items}'.repeat(depth)}{.a}${'{end}'.repeat(depth)}`;
  expect(parseJsonPath(ranges(64))).toMatchObject([{ kind: 'range' }]);
  expect(parseJsonPath(`${ranges(64)}${ranges(64)}`)).toHaveLength(2);
});
