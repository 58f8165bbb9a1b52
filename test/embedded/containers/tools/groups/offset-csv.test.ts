import { describe, expect, it } from 'vitest';
import {
  offsetsAsCsv,
  offsetsFromCsv,
} from '../../../../../source/embedded/containers/tools/groups/offset-csv.ts';

const row = { group: 'g', topic: 't', partition: 1, offset: 5 };

describe('offsets in CSV', () => {
  it('contain the group if there are several, and quote values that are long or have a comma', () => {
    expect(offsetsAsCsv([row], false)).toBe('t,1,5\n');
    expect(offsetsAsCsv([{ ...row, group: 'a,"b"' }], true)).toBe('"a,""b""",t,1,5\n');
    expect(offsetsAsCsv([{ ...row, topic: 'x'.repeat(25) }], false)).toBe(`"${'x'.repeat(25)}",1,5\n`);
  });

  it('are read back, with a group column or for the given group', () => {
    expect(offsetsFromCsv('t,1,5\n', 'g')).toEqual([row]);
    expect(offsetsFromCsv('"a,""b""",t,1,5\n', undefined)).toEqual([{ ...row, group: 'a,"b"' }]);
    expect(offsetsFromCsv('g,t,1,5\n', 'g')).toEqual([row]);
  });

  it('are refused if a line is invalid', () => {
    expect(() => offsetsFromCsv('t,one,5\n', 'g')).toThrow('Cannot read a line of offsets: `t,one,5`');
  });
});
