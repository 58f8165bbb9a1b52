import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { SessionView } from '../../session/view.ts';
import { safe, trusted } from '../../text/safe-text.ts';
import type { Scope } from '../bindings/binding-row.ts';
import { type Binding, bindings } from '../bindings/bindings.ts';
import { bindingsIn } from '../bindings/find-bindings.ts';
import { keyLabel } from '../bindings/key-label.ts';
import { typedForm } from '../bindings/typed-form.ts';
import { type Frame, innerSize } from '../layout/frame.ts';
import type { Size } from '../layout/layout.ts';
import type { UiState } from '../state/ui-state.ts';
import { blankRow, Rows } from '../text/rows.tsx';
import { Row, Text } from '../text/text.tsx';
import { Footer } from './footer.tsx';
import { Pane } from './pane.tsx';
import { ScreenBox } from './screen-box.tsx';

type Section = readonly [title: string, scopes: readonly Scope[]];

const sections: readonly Section[] = [
  ['Everywhere', ['browse', 'always']],
  ['Steps', ['steps']],
  ['The step, the logs', ['step', 'logs']],
];

/** What the help says while a view is open. */
function sectionsOver({ opened, replaying }: Pick<UiState, 'opened' | 'replaying'>): readonly Section[] {
  const top = opened.at(-1);
  if (top === undefined) return replaying ? [['The replay', ['replay']], ...sections] : sections;
  if (top.detail !== undefined) return [['The text', ['detail', 'views', 'always']]];
  return [
    ['The selected row', [top.view.keys]],
    ['The table', ['view', 'views', 'always']],
  ];
}

export interface HelpPageProps {
  readonly ui: UiState;
  readonly view: SessionView;
  readonly size: Size;
  readonly version: string;
}

/** Where a key differs from k9s. */
const fromK9s = 'from k9s: p pauses (s swaps), T is the range';

/** All keys, from the bindings table, in as many columns as it takes. */
export function HelpPage({ ui, view, size, version }: HelpPageProps): ReactElement {
  const frame: Frame = { style: 'rule', columns: size.columns, rows: size.rows - 2 };
  const inner = innerSize(frame);
  const columns = helpColumns(inner.rows, ui, ui.bindings);
  const width = Math.floor(inner.columns / columns.length);
  return (
    <ScreenBox size={size}>
      <Pane
        frame={frame}
        title={safe`kafka-lab ${version}: keys   ${ui.opened.length === 0 && !ui.replaying ? fromK9s : ''}`}
        focused
      >
        <Box>
          {columns.map((rows) => (
            <Box key={rows[0]?.key} width={width} flexShrink={0} flexDirection="column">
              <Rows rows={rows} />
            </Box>
          ))}
        </Box>
      </Pane>
      <Footer ui={ui} view={view} columns={size.columns} />
    </ScreenBox>
  );
}

/** The help in columns of at most `height` rows. */
export function helpColumns(
  height: number,
  ui: Pick<UiState, 'opened' | 'replaying'> = { opened: [], replaying: false },
  table = bindings,
): ReactElement[][] {
  const shown = sectionsOver(ui);
  return fill(
    shown.map((section, index) => sectionRows(section, table, rowsOfSections(shown.slice(index + 1), table))),
    height,
  );
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
): ReactElement[] {
  const heading = (
    <Row key={title} bold underline>
      {safe`${title}`}
    </Row>
  );
  const own = bindingsIn(scopes, table).filter(({ row }) => row === undefined || !later.has(row));
  return [heading, ...inRows(withoutRepeats(own)).map(bindingRow)];
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

/** A command that has the same keys in several panes is listed once. */
function withoutRepeats(all: readonly Binding[]): Binding[] {
  return all.filter((one, index) => all.findIndex((other) => other.id === one.id) === index);
}

function bindingRow(binding: Binding): ReactElement {
  const { id, keys, help } = binding;
  const shown = keys.length > 0 ? keys.map(keyLabel).join(' ') : (typedForm(binding) ?? '');
  return (
    <Row key={id}>
      <Text bold colour="cyan">
        {safe`${shown.padEnd(10)}`}
      </Text>
      {safe` ${help}`}
      {trusted(' ')}
    </Row>
  );
}
