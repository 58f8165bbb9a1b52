import type { ReactElement } from 'react';
import { safe, trusted } from '../../text/safe-text.ts';
import { textWidth } from '../../text/width.ts';
import type { Scope } from '../bindings/binding-row.ts';
import { type Binding, bindings } from '../bindings/bindings.ts';
import { bindingsIn } from '../bindings/find-bindings.ts';
import { keyLabel } from '../bindings/key-label.ts';
import { typedForm } from '../bindings/typed-form.ts';
import type { ModeWithHelp, UiState } from '../state/ui-state.ts';
import { isOfTopView } from '../state/view-actions.ts';
import { blankRow } from '../text/rows.tsx';
import { cellsOf, Row, Text } from '../text/text.tsx';

type Section = readonly [title: string, scopes: readonly Scope[]];

const sections: readonly Section[] = [
  ['Everywhere', ['browse', 'always']],
  ['Steps', ['steps']],
  ['The step, the logs', ['step', 'logs']],
];

/** What the help is about. */
type HelpOver = Pick<UiState, 'opened' | 'replaying' | 'mode'>;

const sectionOver: Readonly<Record<ModeWithHelp['kind'], Section>> = {
  file: ['The file', ['file', 'always']],
  compare: ['Your answer and the model answer', ['compare', 'always']],
  predict: ['The prediction', ['predict', 'always']],
};

/** What the help says while a file, a question or a view is open. */
function sectionsOver({ opened, replaying, mode }: HelpOver): readonly Section[] {
  if (mode.kind === 'help' && mode.over !== undefined) return [sectionOver[mode.over.kind]];
  const top = opened.at(-1);
  if (top === undefined) return replaying ? [['The replay', ['replay']], ...sections] : sections;
  if (top.detail !== undefined) return [['The text', ['detail', 'views', 'always']]];
  return [
    ['The selected row', [top.view.keys]],
    ['The table', ['view', 'views', 'always']],
  ];
}

/** Cells and rows for the help. */
interface HelpRoom {
  readonly columns: number;
  readonly rows: number;
}

interface HelpColumn {
  readonly rows: readonly ReactElement[];
  /** Its width, with what parts it from the next one. */
  readonly cells: number;
}

/** Keys that take more cells go on in the next row; in fewer cells where the columns would be too wide together. */
const [mostKeyCells, leastKeyCells] = [17, 6];

/** The help in columns, each as wide as it has to be. */
export function helpColumns(
  room: HelpRoom,
  ui: HelpOver = { opened: [], replaying: false, mode: { kind: 'help' } },
  all = bindings,
): HelpColumn[] {
  const table = all.filter(({ id }) => isOfTopView(id, ui));
  const shown = sectionsOver(ui);
  const within = (keyCells: number): ReactElement[][] =>
    fill(
      shown.map((section, index) =>
        sectionRows(section, table, rowsOfSections(shown.slice(index + 1), table), keyCells),
      ),
      room.rows,
    );
  const needed = (columns: ReactElement[][]): number =>
    columns.reduce((sum, rows) => sum + widest(rows) + 1, -1);
  let keyCells = mostKeyCells;
  let columns = within(keyCells);
  while (needed(columns) > room.columns && keyCells > leastKeyCells) {
    keyCells -= 1;
    columns = within(keyCells);
  }
  const gap = 1 + Math.max(0, Math.min(3, Math.floor((room.columns - needed(columns)) / columns.length)));
  return columns.map((rows) => ({ rows, cells: widest(rows) + gap }));
}

function widest(rows: readonly ReactElement[]): number {
  return Math.max(0, ...rows.map(cellsOf));
}

/** The texts of shared rows. */
function rowsOfSections(all: readonly Section[], table: readonly Binding[]): ReadonlySet<string | undefined> {
  return new Set(all.flatMap(([, scopes]) => bindingsIn(scopes, table)).map(({ row }) => row));
}

/** A row that a later section has as well stands there alone. */
function sectionRows(
  [title, scopes]: Section,
  table: readonly Binding[],
  later: ReadonlySet<string | undefined>,
  mostCells: number,
): ReactElement[] {
  const heading = (
    <Row key={title} bold underline>
      {safe`${title}`}
    </Row>
  );
  const own = bindingsIn(scopes, table).filter(({ row }) => row === undefined || !later.has(row));
  const all = inRows(withoutRepeats(own)).map((one) => ({ one, keys: wrapKeys(keysOf(one), mostCells) }));
  const keyCells = Math.max(0, ...all.flatMap(({ keys }) => keys.map(textWidth)));
  return [heading, ...all.flatMap(({ one, keys }) => bindingRows(one, keys, keyCells))];
}

/** Bindings that share a row of the help as one, with the keys of all. */
function inRows(all: readonly Binding[]): Binding[] {
  return all
    .filter(({ row }, index) => row === undefined || all.findIndex((one) => one.row === row) === index)
    .map((one) =>
      one.row === undefined
        ? one
        : all.every((other) => other.row !== one.row || other.id === one.id)
          ? one
          : {
              ...one,
              help: one.row,
              keys: [...new Set(all.filter(({ row }) => row === one.row).flatMap(({ keys }) => keys))],
            },
    );
}

/** Columns of at most `rows`; a section that does not fit below the one before it starts a column where it can. */
function fill(all: readonly (readonly ReactElement[])[], rows: number): ReactElement[][] {
  const columns: ReactElement[][] = [[]];
  for (const section of all) {
    const last = columns.at(-1)!;
    const gap = last.length > 0 ? 1 : 0;
    if (last.length + gap + section.length > rows && last.length > 0) columns.push([]);
    else if (gap > 0) last.push(blankRow);
    for (const row of section) {
      if (columns.at(-1)!.length >= rows) columns.push([]);
      columns.at(-1)!.push(row);
    }
  }
  return columns;
}

/** A command that has the same keys in several panes is listed once, one that is typed in several ways with each. */
function withoutRepeats(all: readonly Binding[]): Binding[] {
  const isSame = (one: Binding, other: Binding): boolean =>
    one.id === other.id && one.argument === other.argument;
  return all.filter((one, index) => all.findIndex((other) => isSame(one, other)) === index);
}

function keysOf(binding: Binding): readonly string[] {
  return binding.keys.length > 0 ? binding.keys.map(keyLabel) : [typedForm(binding) ?? ''];
}

/** The keys in as few rows as so many cells allow, and these about equally long. */
function wrapKeys(keys: readonly string[], cells: number): readonly string[] {
  const within = (most: number): string[] => {
    const rows: string[] = [];
    for (const key of keys) {
      const joined = `${rows.at(-1)} ${key}`;
      if (rows.length === 0 || textWidth(joined) > most) rows.push(key);
      else rows[rows.length - 1] = joined;
    }
    return rows;
  };
  const count = within(cells).length;
  let narrow = cells;
  while (narrow > 1 && within(narrow - 1).length === count) narrow -= 1;
  return within(narrow);
}

function bindingRows({ id, help }: Binding, keys: readonly string[], keyCells: number): ReactElement[] {
  return keys.map((some, index) => (
    <Row key={`${id} ${some}`}>
      <Text bold colour="cyan">
        {safe`${some}${' '.repeat(keyCells - textWidth(some))}`}
      </Text>
      {index === 0 ? safe` ${help}` : trusted('')}
    </Row>
  ));
}
