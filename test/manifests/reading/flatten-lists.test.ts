import { expect, it } from 'vitest';
import { flattenLists } from '../../../source/manifests/reading/flatten-lists.ts';

const config = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name } });

it('expands a list', () => {
  expect([...flattenLists({ apiVersion: 'v1', kind: 'List', items: [config('a'), 5, config('b')] })]).toEqual(
    [config('a'), config('b')],
  );
  const inner = { apiVersion: 'v1', kind: 'List', items: [config('c')] };
  expect(() => [...flattenLists({ kind: 'List', items: [inner] })]).toThrow('is not a list');
  expect([...flattenLists(config('a'))]).toEqual([config('a')]);
  expect([...flattenLists({ kind: 'List', items: [] })]).toEqual([]);
});

it('gives the items of a typed list its kind', () => {
  const items = [{ metadata: { name: 'a' } }, { kind: 'Secret', metadata: { name: 'b' } }];
  expect([...flattenLists({ apiVersion: 'v1', kind: 'ConfigMapList', items })]).toEqual([
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } },
    items[1],
  ]);
});
