import { describe, expect, it } from 'vitest';
import { ManifestSyntaxError } from '../../../source/manifests/reading/manifest-syntax-error.ts';
import { readDocuments } from '../../../source/manifests/reading/read-documents.ts';

const values = (text: string) => [...readDocuments(text)].map(({ value }) => value);
const failure = (text: string) => {
  try {
    values(text);
  } catch (error) {
    if (error instanceof ManifestSyntaxError) return error;
    throw error;
  }
  throw new Error('it was read');
};

describe('a scalar', () => {
  // Verified with `kubectl create --dry-run=client -o json` of kubectl 1.32.
  it.each([
    ['yes', true],
    ['Y', true],
    ['on', true],
    ['off', false],
    ['NO', false],
    ['tRue', 'tRue'],
    ['"yes"', 'yes'],
    ['', null],
    ['~', null],
    ['null', null],
    ['nULL', 'nULL'],
    ['010', 8],
    ['08', 8],
    ['0o10', 8],
    ['0x1F', 31],
    ['0b101', 5],
    ['-0x10', -16],
    ['+7', 7],
    ['1_000', 1000],
    ['1e3', 1000],
    ['.5', 0.5],
    ['1.', 1],
    ['12:30:45', '12:30:45'],
    ['2024-11-25', '2024-11-25'],
    ['1.2.3', '1.2.3'],
    ['500m', '500m'],
    ['!!str 5', '5'],
    ['!!int "5"', 5],
    ['<<', '<<'],
    ['=', '='],
  ])('%s is %j', (text, value) => {
    expect(values(`a: ${text}\n`)).toEqual([{ a: value }]);
  });

  it('is refused if JSON cannot represent it', () => {
    expect(failure('a: .nan').message).toBe('json: unsupported value: NaN');
    expect(failure('a: -.inf').message).toBe('json: unsupported value: -Inf');
  });
});

describe('a mapping', () => {
  it('uses the last value of a duplicate key, and reports its position', () => {
    const [document] = [...readDocuments('# one\nspec:\n  clusterIP: None\n  ports: []\n  clusterIP: ""\n')];
    expect(document?.value).toEqual({ spec: { clusterIP: '', ports: [] } });
    expect(document?.repeated).toEqual([{ path: 'spec.clusterIP', line: 5 }]);
    const [, second] = [...readDocuments('a: 1\n---\nb:\n- {c: 1, c: 2}\n')];
    expect(second).toMatchObject({ value: { b: [{ c: 2 }] }, repeated: [{ path: 'b[0].c', line: 4 }] });
  });

  it('has strings as keys', () => {
    expect(values('1: a\n1.5: b\non: c\n"x": d\n__proto__: e\n')).toEqual([
      JSON.parse('{"1":"a","1.5":"b","true":"c","x":"d","__proto__":"e"}'),
    ]);
    expect(failure('? [a]\n: b').message).toBe('invalid map key');
    expect(failure('~: b').message).toContain('unsupported map key');
  });

  it('merges others with <<, in the order in which they are written', () => {
    const text = 'x: &x {a: 1, b: 1}\ny: &y {b: 2, c: 2}\n';
    expect(values(`${text}z:\n  <<: *x\n  a: 3\n`)[0]).toMatchObject({ z: { a: 3, b: 1 } });
    expect(values(`${text}z:\n  a: 3\n  <<: [*x, *y]\n`)[0]).toMatchObject({ z: { a: 1, b: 1, c: 2 } });
    expect(failure('z: {<<: 1}').message).toContain('map merge requires');
  });

  it('may refer to anchors, within limits', () => {
    expect(values('a: &a [1]\nb: *a\n')).toEqual([{ a: [1], b: [1] }]);
    expect(failure('a: *missing').message).toBeTruthy();
    expect(failure('a: &a\n  b: *a\n').message).toContain('contains itself');
    const lines = ['a0: &a0 [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]'];
    for (let each = 1; each < 9; each += 1)
      lines.push(
        `a${each}: &a${each} [${Array(10)
          .fill(`*a${each - 1}`)
          .join(', ')}]`,
      );
    expect(failure(lines.join('\n')).message).toContain('excessive aliasing');
  });
});

describe('a document', () => {
  it.each([
    ['nothing', '', []],
    ['only comments', '# a\n', [null]],
    [
      'empty documents between others',
      '---\n---\na: 1\n---\n# none\n---\nb: 2\n---\n',
      [{ a: 1 }, null, { b: 2 }],
    ],
    ['a comment after the separator', 'a: 1\n--- # two\nb: 2', [{ a: 1 }, { b: 2 }]],
    ['Windows line ends', 'a: 1\r\n---\r\nb: |\r\n  x\r\n  y\r\n', [{ a: 1 }, { b: 'x\ny\n' }]],
    ['text after the end of a document', 'a: 1\n...\nb: 2\n', [{ a: 1 }]],
    [
      'JSON, one value after the other',
      ' {"a": "}\\""}{"b": {"c": []}}\n{"d": "yes"}',
      [{ a: '}"' }, { b: { c: [] } }, { d: 'yes' }],
    ],
    ['JSON with a key twice', '{"a": 1, "a": 2}', [{ a: 2 }]],
    ['a list', '- 1\n', [[1]]],
  ])('may contain %s', (_what, text, expected) => {
    expect(values(text)).toEqual(expected);
  });

  it('is refused if kubectl refuses it, after the documents before it', () => {
    const read: unknown[] = [];
    expect(() => {
      for (const { value } of readDocuments('a: 1\n---\n\nb: [\n')) read.push(value);
    }).toThrow(ManifestSyntaxError);
    expect(read).toEqual([{ a: 1 }]);
    expect(failure('a: 1\n---\n\nb: ]\n')).toMatchObject({ format: 'yaml', line: 4, lineInDocument: 2 });
    expect(failure('--- a: 1\n')).toMatchObject({
      format: 'separator',
      message: 'invalid Yaml document separator: a: 1',
    });
    // A YAML mapping in braces is read as JSON.
    expect(failure('{a: 1}')).toMatchObject({ format: 'json', line: 1 });
    expect(failure('{"a": 1}\n{"b": ')).toMatchObject({ format: 'json', line: 2 });
    expect(failure('a: "\u0007"').message).toBe('control characters are not allowed');
    expect(failure(`a: ${'['.repeat(50_000)}`)).toBeInstanceOf(ManifestSyntaxError);
  });
});
