import { describe, expect, it } from 'vitest';
import type { Scope } from '../../../source/ui/bindings/binding-row.ts';
import { bindings } from '../../../source/ui/bindings/bindings.ts';
import { keyLabel } from '../../../source/ui/bindings/key-label.ts';
import { footerText } from '../../../source/ui/components/footer.tsx';
import { footerItems } from '../../../source/ui/components/footer-items.ts';
import { helpColumns } from '../../../source/ui/components/help-columns.tsx';
import { initialUiState, panes } from '../../../source/ui/state/ui-state.ts';
import { cellsOf, plainText } from '../../../source/ui/text/text.tsx';
import { fakeView } from '../fake-session.ts';

const together: readonly (readonly Scope[])[] = [
  ['always', 'browse', 'steps'],
  ['always', 'browse', 'step'],
  ['always', 'browse', 'logs'],
  ['always', 'help'],
  ['always', 'filter'],
  ['always', 'answer'],
  ['always', 'confirm'],
];

describe('the bindings table', () => {
  it.each(together)('gives every key one meaning in %s', (...scopes) => {
    const keys = bindings.filter((one) => scopes.includes(one.scope)).flatMap((one) => one.keys);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it('lists every key of the panes in the help at 80x24', () => {
    const columns = helpColumns({ columns: 79, rows: 21 });
    const text = columns
      .flatMap(({ rows }) => rows)
      .map(plainText)
      .join('\n');
    for (const binding of bindings.filter((one) =>
      ['always', 'browse', 'steps', 'logs'].includes(one.scope),
    )) {
      expect(text).toContain(binding.row ?? binding.help);
      for (const key of binding.keys) expect(text).toContain(keyLabel(key));
    }
    for (const { rows, cells } of columns) {
      expect(rows.length).toBeLessThanOrEqual(21);
      for (const row of rows) expect(cellsOf(row), plainText(row)).toBeLessThan(cells);
    }
    expect(columns.reduce((sum, { cells }) => sum + cells, -1)).toBeLessThanOrEqual(79);
  });

  it('named no view of Kafka', () => {
    const text = helpColumns({ columns: 79, rows: 21 })
      .flatMap(({ rows }) => rows.map(plainText))
      .join('\n');
    for (const view of ['topics', 'groups', 'brokers', ':messages', 'zk']) expect(text).toContain(view);
  });

  it('lists what a replay has in its help at 80x24, and nothing that would run', () => {
    const ui = initialUiState(0, true);
    const columns = helpColumns({ columns: 79, rows: 21 }, ui, ui.bindings);
    const text = columns
      .flatMap(({ rows }) => rows)
      .map(plainText)
      .join('\n');
    for (const said of ['pause or go on', 'search the recording', 'next, previous mark', 'speed', ':STEP'])
      expect(text).toContain(said);
    for (const said of ['run', 'swap', 'answer', 'hint', 'export', 'shell', 'undo', 'edit', 'cancel'])
      expect(text).not.toContain(said);
    expect(columns.length).toBe(2);
    expect(columns.reduce((sum, { cells }) => sum + cells, -1)).toBeLessThanOrEqual(79);
  });

  it('gives every key of a replay one meaning', () => {
    const { bindings: table } = initialUiState(0, true);
    for (const pane of ['steps', 'step'] as const) {
      const scopes: readonly Scope[] = ['always', 'browse', 'replay', pane];
      const keys = table.filter((one) => scopes.includes(one.scope)).flatMap((one) => one.keys);
      expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
    }
  });

  it('shows run, swap, panes, export, help and quit in the footer at 80 columns', () => {
    const view = fakeView({ consumer: 'partition' });
    const steps = view.steps.map((one, index) => (index === 1 ? { ...one, state: 'passed' as const } : one));
    const footer = plainText(footerText(initialUiState(0), { ...view, steps }, 80));
    for (const entry of ['⏎ run', 's swap', 'tab pane', 'x export', '? help', 'q quit'])
      expect(footer).toContain(entry);
  });

  it('offered `swap back` where the lab has no second consumer', () => {
    const labels = (change: Parameters<typeof fakeView>[0]) =>
      footerItems(initialUiState(0), fakeView({ consumer: 'group', ...change })).first.map(
        ({ label }) => label,
      );
    expect(labels({})).toContain('swap back');
    expect(labels({ swapIsOff: true }).filter((label) => label.startsWith('swap'))).toEqual([]);
  });

  it('keeps help and quit in the footer of any pane in which they fit', () => {
    for (const focus of panes) {
      const row = footerText({ ...initialUiState(0), focus, fullScreen: true }, fakeView({ running: 0 }), 80);
      expect(cellsOf(row)).toBeLessThanOrEqual(80);
      expect(plainText(row)).toContain('q quit');
    }
  });

  it('says what escape currently does', () => {
    const ui = initialUiState(0);
    expect(footerItems(ui, fakeView()).first.map((one) => one.keys)).not.toContain('esc');
    expect(footerItems(ui, fakeView({ running: 0 })).first[0]).toEqual({ keys: 'esc', label: 'cancel' });
    expect(footerItems({ ...ui, fullScreen: true }, fakeView()).first[0]?.label).toBe('all panes');
  });
});
