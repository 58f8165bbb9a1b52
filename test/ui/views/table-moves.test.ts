import { describe, expect, it } from 'vitest';
import { parsePattern } from '../../../source/ui/logs/pattern.ts';
import { arrangeRows, selectedPlace } from '../../../source/ui/views/arrange-rows.ts';
import {
  filterTable,
  moveSelection,
  selectedRow,
  shiftColumns,
  sortBy,
  turnOrder,
  widenTable,
} from '../../../source/ui/views/table-moves.ts';
import { freshTable, type TableState } from '../../../source/ui/views/table-state.ts';
import { mostRows, type ViewContent } from '../../../source/ui/views/view.ts';
import { podRows } from './fake-view.ts';

const contentOf = (...rows: readonly (readonly [name: string, restarts: string])[]): ViewContent => ({
  columns: [{ name: 'NAME' }, { name: 'RESTARTS' }],
  rows: rows.map((cells) => ({ id: cells[0], cells })),
  loaded: true,
});
const pods = contentOf(['kafka-0', '2'], ['kafka-1', '0'], ['kafka-2', '11'], ['zookeeper-0', '1']);
const names = (content: ViewContent, state = freshTable): string[] =>
  arrangeRows(content, state, 80).map(({ id }) => id);

describe('a table', () => {
  it('keeps the order of its source until it is sorted, and turns round', () => {
    expect(names(pods)).toEqual(['kafka-0', 'kafka-1', 'kafka-2', 'zookeeper-0']);
    const byRestarts = sortBy(sortBy(freshTable, pods.columns, 1), pods.columns, 1);
    expect(byRestarts.sort).toEqual({ column: 'RESTARTS', descending: false });
    expect(names(pods, byRestarts)).toEqual(['kafka-1', 'zookeeper-0', 'kafka-0', 'kafka-2']);
    expect(names(pods, turnOrder(byRestarts, pods.columns))[0]).toBe('kafka-2');
    expect(sortBy(byRestarts, pods.columns, 1).sort).toBeUndefined();
  });

  it('shows the rows of which any cell matches the filter', () => {
    expect(names(pods, filterTable(freshTable, parsePattern('^zoo')))).toEqual(['zookeeper-0']);
    expect(names(pods, filterTable(freshTable, parsePattern('11$')))).toEqual(['kafka-2']);
  });

  it('filters by the columns that are shown, not by one that has no room', () => {
    const named = (state: TableState, columns: number): string[] =>
      arrangeRows(podRows, state, columns).map(({ id }) => id);
    const byNode = filterTable(freshTable, parsePattern('worker4'));
    expect(named(byNode, 80)).toEqual([]);
    expect(named(byNode, 120)).toEqual(['kafka-2']);
    expect(named(widenTable(byNode), 80)).toEqual(['kafka-2']);
  });

  it('shows all rows where the filter takes for ever', () => {
    const name = `${'a'.repeat(40)}!`;
    expect(names(contentOf([name, '0']), filterTable(freshTable, parsePattern('(a+)+$')))).toEqual([name]);
  });

  it('keeps the selection on its row while rows come before it', () => {
    const second = moveSelection(freshTable, pods, 1, { columns: 80, rows: 10 });
    expect(selectedRow(pods, second, 80)?.id).toBe('kafka-1');
    const more = contentOf(['a', '0'], ['b', '0'], ['kafka-1', '0']);
    expect(selectedRow(more, second, 80)?.id).toBe('kafka-1');
  });

  it('selects the row that took the place of one that is gone', () => {
    const third = moveSelection(freshTable, pods, 2, { columns: 80, rows: 10 });
    const fewer = contentOf(['kafka-0', '2'], ['kafka-1', '0'], ['zookeeper-0', '1']);
    expect(selectedRow(fewer, third, 80)?.id).toBe('zookeeper-0');
    expect(selectedRow(contentOf(), third, 80)).toBeUndefined();
    expect(selectedPlace([], third)).toBe(0);
  });

  it('moves to the ends and no further', () => {
    const last = moveSelection(freshTable, pods, Number.POSITIVE_INFINITY, { columns: 80, rows: 2 });
    expect(last).toMatchObject({ selected: 'zookeeper-0', place: 3, top: 2 });
    expect(moveSelection(last, pods, Number.NEGATIVE_INFINITY, { columns: 80, rows: 2 })).toMatchObject({
      place: 0,
      top: 0,
    });
    expect(moveSelection(freshTable, contentOf(), 1, { columns: 80, rows: 2 })).toMatchObject({
      selected: undefined,
    });
  });

  it('arranges no more rows than a view may have', () => {
    const many = contentOf(...Array.from({ length: mostRows + 10 }, (_, at) => [`row-${at}`, '0'] as const));
    expect(arrangeRows(many, freshTable, 80)).toHaveLength(mostRows);
  });

  it('shifts columns only in full width, and keeps the first and the last one', () => {
    const right = shiftColumns(freshTable, [...pods.columns, { name: 'AGE' }], 1);
    expect(right).toMatchObject({ wide: true, shift: 1 });
    expect(shiftColumns(right, [...pods.columns, { name: 'AGE' }], 1).shift).toBe(1);
  });
});

it('the first row of a view that follows went down as new ones came', () => {
  const room = { columns: 80, rows: 2 };
  const newer = (...ids: readonly string[]): ViewContent => ({
    ...contentOf(...ids.map((id) => [id, ''] as const)),
    growsAtTop: true,
  });
  const last = moveSelection(freshTable, newer('2', '1', '0'), 2, room);
  expect(selectedRow(newer('3', '2', '1', '0'), last, 80)?.id).toBe('0');
  const first = moveSelection(last, newer('3', '2', '1', '0'), -9, room);
  expect(selectedRow(newer('4', '3', '2', '1', '0'), first, 80)?.id).toBe('4');
});
