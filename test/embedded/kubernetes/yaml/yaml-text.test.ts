import { expect, test } from 'vitest';
import { jsonToYaml, YamlError, yamlToJson } from '../../../../source/embedded/kubernetes/yaml/yaml-text.ts';

test('reads a manifest, including aliases', () => {
  expect(JSON.parse(yamlToJson('a: &x [1, two]\nb: *x\nc: {d: null}\n'))).toEqual({
    a: [1, 'two'],
    b: [1, 'two'],
    c: { d: null },
  });
  expect(yamlToJson('')).toBe('null');
});

test('refuses duplicate keys in any map, without comparing each key with all others', () => {
  expect(() => yamlToJson('a: 1\nb: 2\na: 3\n')).toThrow(YamlError);
  expect(() => yamlToJson('x: {a: 1, a: 2}')).toThrow('Map keys must be unique: `a`');
  const many = Array.from({ length: 5000 }, (_, index) => `k${index}: v`).join('\n');
  expect(Object.keys(JSON.parse(yamlToJson(many)))).toHaveLength(5000);
});

test('refuses invalid YAML, and aliases that are undefined or multiply', () => {
  const levels = Array.from({ length: 9 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}]`);
  for (const text of ['a: [', 'a: *none', `a0: &a0 [v]\n${levels.join('\n')}`])
    expect(() => yamlToJson(text), text.slice(0, 40)).toThrow(YamlError);
});

test('reads back what it writes', () => {
  const value = { kind: 'List', items: [{ a: 'yes', b: '1', c: 'x: y\n' }] };
  expect(JSON.parse(yamlToJson(jsonToYaml(JSON.stringify(value))))).toEqual(value);
});
