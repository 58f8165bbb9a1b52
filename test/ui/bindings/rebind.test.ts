import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { bindableKey } from '../../../source/ui/bindings/bindable-keys.ts';
import { bindings } from '../../../source/ui/bindings/bindings.ts';
import { commandFor } from '../../../source/ui/bindings/find-bindings.ts';
import { rebind } from '../../../source/ui/bindings/rebind.ts';
import { footerText } from '../../../source/ui/components/footer.tsx';
import { helpColumns } from '../../../source/ui/components/help-columns.tsx';
import { defaultPreferences } from '../../../source/ui/state/preferences.ts';
import { initialUiState } from '../../../source/ui/state/ui-state.ts';
import { whatNext } from '../../../source/ui/steps/what-next.tsx';
import { plainText } from '../../../source/ui/text/text.tsx';
import { freshTable } from '../../../source/ui/views/table-state.ts';
import { fakeView } from '../fake-session.ts';
import { fakeView as fakeTable, podRows } from '../views/fake-view.ts';

const podsOpened = { view: fakeTable(podRows), table: freshTable, detail: undefined };

const withKeys = (keys: Record<string, readonly string[]>) => rebind(new Map(Object.entries(keys)));
const browse = ['steps', 'browse', 'always'] as const;

describe('rebinding', () => {
  it('gives a command its new keys in every pane that supports it, and removes the old ones', () => {
    const { bindings: table, troubles } = withKeys({
      swap: ['S', 'ctrl+g'],
      wrap: ['W'],
      'replay-pause': ['space'],
    });
    expect(troubles).toEqual([]);
    expect(commandFor('S', browse, table)).toBe('swap');
    expect(commandFor('ctrl+g', browse, table)).toBe('swap');
    expect(commandFor('s', browse, table)).toBeUndefined();
    expect(commandFor('W', ['step'], table)).toBe('wrap');
    expect(commandFor('W', ['logs'], table)).toBe('wrap');
    expect(commandFor(' ', ['replay'], table)).toBe('replay-pause');
  });

  it('lets two commands swap their keys', () => {
    const { bindings: table, troubles } = withKeys({ swap: ['x'], export: ['s'] });
    expect(troubles).toEqual([]);
    expect(commandFor('x', browse, table)).toBe('swap');
    expect(commandFor('s', browse, table)).toBe('export');
  });

  it('refuses enter for scrolling, which uses it only in a file: it had two meanings in a pane', () => {
    const { troubles } = withKeys({ 'scroll-down': ['return'] });
    expect(troubles).toEqual([expect.objectContaining({ code: 'double-key', command: 'scroll-down' })]);
  });

  const table = ['resources', 'view', 'views', 'always'] as const;
  const text = ['detail', 'views', 'always'] as const;

  it('did not reach the views; there a key is taken from a command that has others', () => {
    const { bindings: all, troubles } = withKeys({
      filter: ['/', 'ctrl+f'],
      help: ['%'],
      'scroll-down': ['J'],
      'view-describe': ['D'],
    });
    expect(troubles).toEqual([]);
    expect(commandFor('ctrl+f', table, all)).toBe('filter');
    expect(commandFor('pagedown', table, all)).toBe('page-down');
    expect(commandFor('%', table, all)).toBe('help');
    expect(commandFor('J', text, all)).toBe('scroll-down');
    expect(commandFor('J', ['file'], all)).toBe('scroll-down');
    expect(commandFor('D', table, all)).toBe('view-describe');
    expect(commandFor('d', table, all)).toBeUndefined();
    const ui = {
      ...initialUiState(0, false, { ...defaultPreferences, bindings: all }),
      opened: [podsOpened],
    };
    expect(plainText(footerText(ui, fakeView(), 120))).toContain('D describe');
    const help = helpColumns({ columns: 79, rows: 60 }, ui, all)
      .flatMap(({ rows }) => rows)
      .map(plainText)
      .join('\n');
    expect(help).toMatch(/D +describe it/);
    expect(help).toMatch(/% +this page/);
  });

  it('leaves a command of a view its only key, and says so', () => {
    const { bindings: all, troubles } = withKeys({ filter: ['d'] });
    expect(troubles).toMatchObject([
      { code: 'kept-in-view', text: '`filter` keeps `/` in a view, where `d` is the key of `view-describe`' },
    ]);
    expect(commandFor('d', ['logs'], all)).toBe('filter');
    expect(commandFor('/', table, all)).toBe('filter');
    expect(commandFor('d', table, all)).toBe('view-describe');
    expect(withKeys({ 'view-yaml': ['d'] }).troubles).toMatchObject([
      { text: '`view-yaml` cannot have `d`, the key of `view-describe`; `y` stays' },
    ]);
    expect(withKeys({ 'view-yaml': ['d'], 'view-describe': ['y'] }).troubles).toEqual([]);
  });

  it('removes all keys from a command that should have none', () => {
    const { bindings: table, troubles } = withKeys({ swap: [] });
    expect(troubles).toEqual([]);
    expect(commandFor('s', browse, table)).toBeUndefined();
    const ui = initialUiState(0, false, { ...defaultPreferences, bindings: table });
    expect(plainText(footerText(ui, fakeView({ consumer: 'partition' }), 200))).not.toContain('swap');
  });

  it.each([
    [{ sawp: ['S'] }, 'unknown-command', 'there is no command `sawp`; the closest is `swap`'],
    [{ 'text-erase': ['x'] }, 'fixed-command', '`text-erase` keeps its keys, which cannot be changed'],
    [{ 'quit-now': ['x'] }, 'fixed-command', '`quit-now` keeps its keys, which cannot be changed'],
    [{ swap: ['S', 'f13'] }, 'unknown-key', '`f13` cannot be a key of `swap`; `s` stays'],
    [{ swap: ['ctrl+c'] }, 'unknown-key', '`ctrl+c` cannot be a key of `swap`; `s` stays'],
    [{ swap: ['x'] }, 'double-key', '`swap` cannot have `x`, the key of `export`; `s` stays'],
    [{ pause: ['q'] }, 'double-key', '`pause` cannot have `q`, the key of `quit`; `p` stays'],
    [{ swap: ['Z'], hint: ['Z'] }, 'double-key', '`hint` cannot have `Z`, the key of `swap`; `h` stays'],
    [
      { 'replay-pause': ['q'] },
      'double-key',
      '`replay-pause` cannot have `q`, the key of `quit`; `space` stays',
    ],
  ])('says that %j is %s, and the command keeps its keys', (keys, code, text) => {
    const { bindings: table, troubles } = withKeys(keys);
    expect(troubles).toMatchObject([{ code, text }]);
    const last = Object.keys(keys).at(-1);
    expect(table.filter(({ id }) => id === last)).toEqual(bindings.filter(({ id }) => id === last));
  });

  it('gives every key one meaning in every pane, whatever is configured', () => {
    const ids = [...new Set(bindings.map(({ id }) => id))];
    const keys = fc.constantFrom(
      ...['a', 'x', 'q', 's', 'Z', 'tab', 'up', 'return', 'ctrl+f', 'space', 'f1', '', 'd', 'y', '/', 'n'],
    );
    const wanted = fc.dictionary(fc.constantFrom(...ids), fc.array(keys, { maxLength: 3 }));
    fc.assert(
      fc.property(wanted, (asked) => {
        const { bindings: table } = withKeys(asked);
        for (const scopes of [
          ...['steps', 'step', 'logs'].map((pane) => [pane, 'browse', 'always']),
          ...['resources', 'kafka', 'messages'].map((one) => [one, 'view', 'views', 'always']),
          ['detail', 'views', 'always'],
          ['file', 'always'],
        ]) {
          const active = table.filter(({ scope }) => scopes.includes(scope));
          const all = active.flatMap((one) => one.keys);
          expect(all.filter((key, index) => all.indexOf(key) !== index)).toEqual([]);
        }
        expect(commandFor('ctrl+c', browse, table)).toBe('quit-now');
      }),
    );
  });

  it('gave a key to both rows of the command that opens a view', () => {
    const { bindings: table } = withKeys({ look: ['Z'] });
    expect(table.filter(({ keys }) => keys.includes('Z'))).toHaveLength(1);
  });

  it('is shown in the footer and in the help', () => {
    const { bindings: table } = withKeys({ swap: ['ctrl+g'], 'select-previous': ['i'], help: ['%'] });
    const ui = initialUiState(0, false, { ...defaultPreferences, bindings: table });
    const footer = plainText(footerText(ui, fakeView({ consumer: 'partition' }), 120));
    for (const entry of ['ctrl+g swap', 'i step', '% help']) expect(footer).toContain(entry);
    const help = helpColumns({ columns: 79, rows: 40 }, undefined, table)
      .flatMap(({ rows }) => rows)
      .map(plainText)
      .join('\n');
    expect(help).toMatch(/ctrl\+g +swap the consumer/);
    expect(help).toMatch(/: % +type a command; this page/);
  });

  it('is shown in the next action of the step, with the typed command if there is no key', () => {
    const { bindings: table } = withKeys({ run: ['E'], hint: [] });
    const [step] = fakeView().steps;
    const room = { columns: 60, next: undefined };
    const rows = whatNext({ ...step!, state: 'failed' }, { ...room, bindings: table }, false);
    expect(rows.map(plainText)).toEqual(['E runs it again, :hint shows a hint']);
  });

  it('supports the keys that a terminal sends', () => {
    for (const key of ['a', 'Z', '/', 'é', 'up', 'shift+tab', 'ctrl+f', 'alt+x', 'end'])
      expect(bindableKey(key)).toBe(key);
    expect(bindableKey('space')).toBe(' ');
    for (const key of [
      '',
      ' ',
      'ab',
      'ctrl+i',
      'ctrl+m',
      'ctrl+F',
      'alt+',
      'F1',
      '\u001b',
      '\u0007',
      '漢',
      '\u202e',
    ])
      expect(bindableKey(key)).toBeUndefined();
  });
});
