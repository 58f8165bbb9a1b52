import { expect, it } from 'vitest';
import { bindings } from '../../../source/ui/bindings/bindings.ts';
import { helpColumns } from '../../../source/ui/components/help-columns.tsx';
import { initialUiState, type UiState } from '../../../source/ui/state/ui-state.ts';
import { viewActions } from '../../../source/ui/state/view-actions.ts';
import { plainText } from '../../../source/ui/text/text.tsx';
import { freshTable } from '../../../source/ui/views/table-state.ts';
import type { View, ViewKeys } from '../../../source/ui/views/view.ts';
import { fakeView, podRows } from '../views/fake-view.ts';

function helpText(change: Partial<UiState>): string {
  const ui = { ...initialUiState(0), mode: { kind: 'help' } as const, ...change };
  return helpColumns({ columns: 120, rows: 40 }, ui)
    .flatMap(({ rows }) => rows.map(plainText))
    .join('\n');
}

const helpOver = (keys: ViewKeys, actions: View['actions']): string =>
  helpText({
    opened: [{ view: fakeView(podRows, { keys, actions }), table: freshTable, detail: undefined }],
  });

const families: readonly ViewKeys[] = ['resources', 'kafka', 'messages'];

it.each(families)('listed keys of %s that did nothing in the view', (family) => {
  const rows = bindings.filter(({ scope }) => scope === family || scope === 'view');
  for (const { id, help } of rows) {
    const action = viewActions[id];
    if (action === undefined) continue;
    expect(helpOver(family, new Set([action]))).toContain(help);
    expect(helpOver(family, new Set())).not.toContain(help);
  }
});

it('listed the messages among what a znode has', () => {
  const text = helpOver('kafka', new Set(['open', 'describe']));
  expect(text).toContain('what Kafka’s tool prints');
  expect(text).not.toContain('its messages');
});
