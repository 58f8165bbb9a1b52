import { describe, expect, it } from 'vitest';
import { compareKeys, isAgeColumn, sortKey } from '../../../source/ui/views/compare-cells.ts';

const sorted = (...cells: string[]): string[] =>
  [...cells].sort((one, other) => {
    const age = isAgeColumn(cells);
    return compareKeys(sortKey(one, age), sortKey(other, age));
  });

describe('cells are sorted', () => {
  it('as numbers, also with separators, in quantities, and before a slash or a remark', () => {
    expect(sorted('10', '9', '1,204')).toEqual(['9', '10', '1,204']);
    expect(sorted('1Gi', '512Mi', '900Ki')).toEqual(['900Ki', '512Mi', '1Gi']);
    expect(sorted('3/3', '0/1', '1/1')).toEqual(['0/1', '1/1', '3/3']);
    expect(sorted('12 (3s ago)', '2 (5m ago)', '0')).toEqual(['0', '2 (5m ago)', '12 (3s ago)']);
  });

  it('as ages where the column has ages: `5m` is longer than `90s` then', () => {
    expect(sorted('5m', '90s', '3h5m', '2d')).toEqual(['90s', '5m', '3h5m', '2d']);
  });

  it('by nature where they are names', () => {
    expect(sorted('kafka-10', 'kafka-2', 'Kafka-1')).toEqual(['Kafka-1', 'kafka-2', 'kafka-10']);
  });

  it('to the end where they have no value', () => {
    expect(sorted('<none>', '2', '', 'x')).toEqual(['2', 'x', '<none>', '']);
  });
});
