import { expect, it } from 'vitest';
import { childPath, parseNames, parseStats } from '../../../source/cluster/kafka/znodes.ts';

const head =
  'Connecting to localhost:2181\n\nWATCHER::\n\nWatchedEvent state:SyncConnected type:None path:null\n';

it('reads the names that `ls` prints, in the order of their numbers', () => {
  expect(parseNames(`${head}[10, 2, controller]\n`)).toEqual(['2', '10', 'controller']);
  expect(parseNames(`${head}[]\n`)).toEqual([]);
  expect(parseNames(`${head}Node does not exist: /none\n`)).toBeUndefined();
});

it('found no names at all where one of them holds a separator of lines', () => {
  expect(parseNames(`${head}[c\u2028, c\u2029d, c\u202e, plain]\n`)).toEqual(
    expect.arrayContaining(['c\u2028', 'c\u2029d', 'c\u202e', 'plain']),
  );
});

it('reads the stats of several nodes in order', () => {
  const stat = (owner: string, bytes: number) =>
    `cZxid = 0x5\nctime = Mon Nov 30 05:00:00 UTC 2026\nmZxid = 0x5\nmtime = Mon Nov 30 05:00:00 UTC 2026\npZxid = 0x5\ncversion = 0\ndataVersion = 3\naclVersion = 0\nephemeralOwner = ${owner}\ndataLength = ${bytes}\nnumChildren = 2\n`;
  expect(parseStats(`${head}${stat('0x1000abc', 70)}${stat('0x0', 0)}`)).toEqual([
    { children: 2, bytes: 70, isEphemeral: true, version: 3 },
    { children: 2, bytes: 0, isEphemeral: false, version: 3 },
  ]);
});

it('puts paths together', () => {
  expect([childPath('/', 'a'), childPath('/a', 'b')]).toEqual(['/a', '/a/b']);
});
