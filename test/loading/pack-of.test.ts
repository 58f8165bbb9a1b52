import { describe, expect, it } from 'vitest';
import { homeFlag, packOf } from '../../source/loading/pack-of.ts';

describe('packOf', () => {
  it.each([
    ['', 'screen', 'idle'],
    ['--theme dark', 'screen', 'idle'],
    ['replay', 'screen', 'idle'],
    ['up', 'up', 'idle'],
    ['up --apply a.yml --detach', 'up', 'exit'],
    ['kubectl get pods', 'kubectl', 'exit'],
  ])('of `kafka-lab %s` is that of %s, kept at %s', (line, name, keep) => {
    expect(packOf(line.split(' ').filter(Boolean))).toEqual({ name, keep });
  });

  it.each(['down', 'run --until 1.2', 'export'])('of `kafka-lab %s` is none', (line) => {
    expect(packOf(line.split(' '))).toBeUndefined();
  });
});

describe('homeFlag', () => {
  it.each([
    ['--home /a', '/a'],
    ['--home=/a --home=/b', '/a'],
    ['kubectl --home /a exec kafka-0 -- ls --home /b', '/a'],
  ])('of `%s` is %s', (line, home) => {
    expect(homeFlag(line.split(' '))).toBe(home);
  });

  it.each(['', '--home', 'kubectl exec kafka-0 -- ls --home /b', '--homes /b'])('of `%s` is none', (line) => {
    expect(homeFlag(line.split(' '))).toBeUndefined();
  });
});
