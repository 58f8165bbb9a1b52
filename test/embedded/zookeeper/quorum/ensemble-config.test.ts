import { describe, expect, it } from 'vitest';
import {
  membershipText,
  parseMember,
  quorumOf,
} from '../../../../source/embedded/zookeeper/quorum/ensemble-config.ts';

describe('a server.N line', () => {
  it('has a host, two ports, and a role', () => {
    expect(parseMember(1, 'zk-0.zk:2888:3888')).toEqual({
      id: 1,
      host: 'zk-0.zk',
      quorumPort: 2888,
      electionPort: 3888,
      role: 'participant',
    });
    expect(parseMember(2, '[::1]:2888:3888:observer')).toMatchObject({ host: '::1', role: 'observer' });
    expect(parseMember(3, 'a:2888:3888;2181')).toMatchObject({ host: 'a', electionPort: 3888 });
  });

  it.each([
    'a',
    'a:1',
    'a:1:2:participant:x',
    'a:1:2;b:1:2',
    'a:1:2;1;2',
    'a:1:1',
    'a:x:2',
    'a:1:99999',
    'a:1:2:x',
  ])('is not %s', (value) => {
    expect(() => parseMember(1, value)).toThrow(expect.objectContaining({ name: 'EnsembleConfigError' }));
  });
});

it('a quorum is a majority of the voting members', () => {
  const members = ['a:1:2', 'b:1:2', 'c:1:2', 'd:1:2:observer'].map((line, index) =>
    parseMember(index + 1, line),
  );
  expect([1, 2, 3, 4].map((count) => quorumOf(members.slice(0, count)))).toEqual([1, 2, 2, 2]);
  expect(membershipText(members.slice(2))).toBe(
    'server.3=c:1:2:participant\nserver.4=d:1:2:observer\nversion=0',
  );
});
