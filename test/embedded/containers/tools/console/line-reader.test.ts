import { describe, expect, it } from 'vitest';
import { LineReader } from '../../../../../source/embedded/containers/tools/console/line-reader.ts';

async function read(line: string, properties: Record<string, string>): Promise<string> {
  const { key, value, headers = [] } = await new LineReader('t', properties).read(line);
  const shown = headers.map(
    (header) => `${header.key}=${header.value === null ? 'NULL' : String(header.value)}`,
  );
  return [shown.join(','), String(key), String(value)].join(' | ');
}
const keyed = { 'parse.key': 'true' };
const headed = { 'parse.headers': 'true' };

describe('a line of the console producer', () => {
  it.each([
    ['a:b', {}, ' | null | a:b'],
    ['', {}, ' | null | '],
    ['k:v:w', { ...keyed, 'key.separator': ':' }, ' | k | v:w'],
    ['k1:NULL', { ...keyed, 'key.separator': ':', 'null.marker': 'NULL' }, ' | k1 | null'],
    ['NULL\tv', { ...keyed, 'null.marker': 'NULL' }, ' | null | v'],
    ['h1:v1,h2:v2\tvalue', headed, 'h1=v1,h2=v2 | null | value'],
    ['h:v\tk\tx\ty', { ...keyed, ...headed }, 'h=v | k | x\ty'],
    ['h:NULL\tv', { ...headed, 'null.marker': 'NULL' }, 'h=NULL | null | v'],
    ['NULL\tv', { ...headed, 'null.marker': 'NULL' }, ' | null | v'],
    [
      'h1:v1|k2|value',
      { ...keyed, ...headed, 'headers.delimiter': '|', 'key.separator': '|' },
      'h1=v1 | k2 | value',
    ],
    ['a:1;;b:2\tv', { ...headed, 'headers.separator': ';+' }, 'a=1,b=2 | null | v'],
    ['no separator', { ...keyed, 'ignore.error': 'true' }, ' | null | no separator'],
    ['plain\tv', { ...headed, 'ignore.error': 'true' }, 'plain=NULL | null | v'],
  ])('%j with %j', async (line, properties, expected) => {
    expect(await read(line, properties)).toBe(expected);
  });

  it.each([
    ['no separator', keyed, "No key separator found on line number 1: 'no separator'"],
    ['no delimiter', headed, "No headers delimiter found on line number 1: 'no delimiter'"],
    ['pair\tv', headed, "No header key separator found in pair 'pair' on line number 1"],
    [
      'N:1\tv',
      { ...headed, 'null.marker': 'N' },
      "Header keys should not be equal to the null marker 'N' as they can't be null",
    ],
    ['x', { 'headers.delimiter': ',' }, 'headers.delimiter and headers.separator may not be equal'],
    ['x', { 'null.marker': '\t' }, 'null.marker and key.separator may not be equal'],
  ])('%j with %j is refused', async (line, properties, message) => {
    await expect(read(line, properties)).rejects.toThrow(message);
  });
});
