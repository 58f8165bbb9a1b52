import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { toJson } from '../../../../source/cluster/kubectl/output/json.ts';
import { compileJsonPath } from '../../../../source/cluster/kubectl/output/jsonpath.ts';
import { describeLayout, layOut, tableLayout } from '../../../../source/cluster/kubectl/output/tab-writer.ts';
import { toYaml } from '../../../../source/cluster/kubectl/output/yaml.ts';
import { visible } from '../../../../source/text/safe-text.ts';

describe('layOut', () => {
  it('pads columns to a gap of three and a width of at least six, and never pads the last', () => {
    expect(layOut(['NAME\tA\tLAST', 'kafka-0\t1\tx'].map(visible), tableLayout)).toBe(
      'NAME      A     LAST\nkafka-0   1     x\n',
    );
  });

  it('remembers widths from one call to the next', () => {
    const widths: number[] = [];
    layOut(['a-long-name\tx'].map(visible), tableLayout, widths);
    expect(layOut(['b\ty'].map(visible), tableLayout, widths)).toBe('b             y\n');
  });

  it('starts a new column after a line without it', () => {
    expect(layOut(['Name:\ta', 'Long name:\tb', 'IPs:', 'IP:\tc'].map(visible), describeLayout)).toBe(
      'Name:       a\nLong name:  b\nIPs:\nIP:  c\n',
    );
  });
});

describe('toYaml', () => {
  it('prints sorted keys, sequences at the indent of their key, and blocks for multi-line text', () => {
    const text = toYaml({
      b: ['x', { d: 1, c: true }],
      a: 'one\ntwo\n',
      e: {},
      f: [],
      g: 'run it\\n',
      h: '4',
    });
    expect(text).toBe('a: |\n  one\n  two\nb:\n- x\n- c: true\n  d: 1\ne: {}\nf: []\ng: run it\\n\nh: "4"\n');
  });

  it('lost a string that is a line end alone', () => {
    expect(toYaml({ a: ['\n'], b: '\n\n' })).toBe('a:\n- |2+\n\nb: |2+\n\n\n');
    expect(parse(toYaml({ a: ['\n'], b: '\n\n' }), { version: '1.2' })).toEqual({ a: ['\n'], b: '\n\n' });
  });

  it('prints YAML that reads back unchanged', () => {
    const leaf = fc.oneof(
      fc.string(),
      fc.string({ unit: 'binary' }),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.constantFrom(
        'yes',
        'null',
        '1e3',
        '0x1f',
        '2026-11-22',
        '- a',
        'a: b',
        ' x',
        'x ',
        '#',
        "it's",
        '1:30',
        '~',
        '=',
        '<<',
        'a #b',
        '---',
        '?',
        'x'.repeat(90),
        'word '.repeat(40),
      ),
    );
    const tree = fc.letrec((tie) => ({
      node: fc.oneof(
        { maxDepth: 3 },
        leaf,
        fc.array(tie('node'), { maxLength: 3 }),
        fc.dictionary(fc.string(), tie('node'), { maxKeys: 3, noNullPrototype: true }),
      ),
    })).node;
    fc.assert(
      fc.property(fc.dictionary(fc.string(), tree, { noNullPrototype: true }), (value) => {
        expect(parse(toYaml(value), { version: '1.2' })).toEqual(value);
      }),
      { numRuns: 300 },
    );
  });
});

describe('toJson', () => {
  it('sorts keys, indents by four, and escapes as Go does', () => {
    expect(toJson({ b: '<none>', a: [] })).toBe('{\n    "a": [],\n    "b": "\\u003cnone\\u003e"\n}');
  });
});

describe('compileJsonPath', () => {
  const list = {
    items: [
      { metadata: { name: 'a', labels: { 'app.io/x': '1' } }, n: 1 },
      { metadata: { name: 'b' }, n: 2, ports: [{ p: 1 }, { p: 2 }] },
    ],
  };
  it.each([
    ['{.items[*].metadata.name}', 'a b'],
    ['{range .items[*]}{.metadata.name}{"\\t"}{.n}{"\\n"}{end}', 'a\t1\nb\t2\n'],
    ['{.items[0].metadata.labels.app\\.io/x}', '1'],
    ["{.items[0].metadata.labels['app.io/x']}", '1'],
    ['{.items[?(@.metadata.name=="b")].n}', '2'],
    ['{.items[?(@.n>1)].metadata.name}', 'b'],
    ['{.items[-1].metadata.name}', 'b'],
    ['{.items[0:1].n}', '1'],
    ['{..p}', '1 2'],
    ['{.items[1].ports}', '[{"p":1},{"p":2}]'],
    ['names: {$.items[*].metadata.name}.', 'names: a b.'],
    ['{.nothing}', ''],
  ])('%s', (template, text) => {
    expect(compileJsonPath(template)(list)).toBe(text);
  });

  it.each(['{.a', '{range .items[*]}', '{end}', '{.a[}', '{"open}'])('refuses %s', (template) => {
    expect(() => compileJsonPath(template)).toThrow('error parsing jsonpath');
  });
});
