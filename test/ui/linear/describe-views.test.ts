import { describe, expect, it } from 'vitest';
import { viewChanges } from '../../../source/ui/linear/describe-views.ts';
import { freshDetail } from '../../../source/ui/views/detail-state.ts';
import type { OpenView } from '../../../source/ui/views/open-view.ts';
import { moveSelection } from '../../../source/ui/views/table-moves.ts';
import { freshTable } from '../../../source/ui/views/table-state.ts';
import { fakeDetail, fakeView, podRows } from '../views/fake-view.ts';

const opened: OpenView = { view: fakeView(podRows), table: freshTable, detail: undefined };
const told = (top: OpenView | undefined, loaded = true) => ({ top, loaded });

describe('a screen reader', () => {
  it('hears of a view once its rows have come: how many there are, and the selected one', () => {
    expect(viewChanges(told(undefined), told(opened, false))).toEqual([]);
    expect(viewChanges(told(opened, false), told(opened))).toEqual([
      'kubectl get pods: 5 rows.',
      '1 of 5: NAME kafka-0, READY 1/1, STATUS Running, RESTARTS 0, AGE 4m12s',
    ]);
    expect(viewChanges(told(opened), told(opened))).toEqual([]);
  });

  it('hears each row that is selected, and that the views are closed', () => {
    const second = { ...opened, table: moveSelection(freshTable, podRows, 1, { columns: 0, rows: 10 }) };
    expect(viewChanges(told(opened), told(second))).toEqual([
      '2 of 5: NAME kafka-1, READY 1/1, STATUS Running, RESTARTS 0, AGE 4m11s',
    ]);
    expect(viewChanges(told(second), told(undefined, false))).toEqual(['Back at the steps.']);
  });

  it('hears the first lines of a text, then those that are scrolled to', () => {
    const lines = Array.from({ length: 30 }, (_, at) => `line ${at + 1}`);
    const detail = { detail: fakeDetail(lines), state: freshDetail(false) };
    const first = viewChanges(told(opened), told({ ...opened, detail }));
    expect(first.slice(0, 2)).toEqual(['kubectl describe pod kafka-0: 30 lines.', 'line 1']);
    expect(first).toHaveLength(11);
    const scrolled = { ...detail, state: { ...detail.state, top: 15 } };
    const next = viewChanges(told({ ...opened, detail }), told({ ...opened, detail: scrolled }));
    expect(next).toEqual(lines.slice(15, 25));
  });
});
