import { describe, expect, it } from 'vitest';
import { type ReadColumns, SeenRows } from '../../../source/commands/views/seen-rows.ts';

const start = Date.UTC(2026, 10, 30, 12);
const columns: ReadColumns = {
  names: ['NAME', 'STATUS', 'AGE'],
  withNamespace: false,
  newestFirst: false,
};
const pod = (name: string, status = 'Running', createdAt = '2026-11-30T08:00:00Z') => ({
  namespace: 'lab',
  name,
  uid: name,
  labels: {},
  createdAt,
  cells: [name, status, '4h'],
});
const pods = Array.from({ length: 5_000 }, (_, number) => pod(`web-${number}`));

describe('the rows of a table that changes', () => {
  it('are made anew for what has changed alone, in a table of thousands', () => {
    const made = new SeenRows();
    const before = made.rows(pods, columns, start);
    const changed = pods.with(17, pod('web-17', 'CrashLoopBackOff'));
    const after = made.rows(changed, columns, start + 100);
    expect(after.filter((row, at) => row !== before[at])).toEqual([
      { id: 'lab/web-17', cells: ['web-17', 'CrashLoopBackOff', '4h'], emphasis: 'bad' },
    ]);
  });

  it('stay when the collection is listed again', () => {
    const made = new SeenRows();
    const before = made.rows(pods, columns, start);
    const again = made.rows(
      pods.map((one) => ({ ...one, cells: [...one.cells] })),
      columns,
      start + 10_000,
    );
    expect(again.every((row, at) => row === before[at])).toBe(true);
  });

  it('are made anew when their age has changed', () => {
    const made = new SeenRows();
    made.rows(pods, columns, start);
    expect(made.rows(pods, columns, start + 3_600_000)[0]?.cells).toEqual(['web-0', 'Running', '5h']);
  });

  it('have other cells where the columns are others', () => {
    const made = new SeenRows();
    made.rows(pods.slice(0, 1), columns, start);
    expect(made.rows(pods.slice(0, 1), { ...columns, withNamespace: true }, start)[0]?.cells).toEqual([
      'lab',
      'web-0',
      'Running',
      '4h',
    ]);
  });

  it('say what the server said where it is not known when they were created', () => {
    expect(new SeenRows().rows([pod('web', 'Running', '')], columns, start)[0]?.cells).toEqual([
      'web',
      'Running',
      '4h',
    ]);
  });
});
