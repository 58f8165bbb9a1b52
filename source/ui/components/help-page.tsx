import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { SessionView } from '../../session/view.ts';
import { type Binding, bindings, bindingsIn, type Scope } from '../keys/bindings.ts';
import { keyLabel } from '../keys/key-name.ts';
import { typedForm } from '../keys/typed-commands.ts';
import type { Size } from '../layout/layout.ts';
import { fitLine } from '../lines/fit.ts';
import { type Frame, innerSize } from '../lines/frame.ts';
import { emptyLine, type Line, line, span } from '../lines/line.ts';
import type { UiState } from '../state/ui-state.ts';
import { Footer } from './footer.tsx';
import { Pane } from './pane.tsx';

type Section = readonly [title: string, scopes: readonly Scope[]];

const sections: readonly Section[] = [
  ['Everywhere', ['browse', 'always']],
  ['Steps', ['steps']],
  ['The step, the logs', ['step', 'logs']],
];

export interface HelpPageProps {
  readonly ui: UiState;
  readonly view: SessionView;
  readonly size: Size;
  readonly version: string;
}

/** Where a key is not what a hand that knows k9s expects. */
const fromK9s = 'from k9s: p pauses (s swaps), T is the range';

/** All keys, from the bindings table, in as many columns as it takes. */
export function HelpPage({ ui, view, size, version }: HelpPageProps): ReactElement {
  const frame: Frame = { style: 'rule', columns: size.columns, rows: size.rows - 2 };
  const title = line(`kafka-lab ${version}: keys   ${fromK9s}`);
  return (
    <Box flexDirection="column">
      <Pane
        frame={frame}
        title={title}
        focused
        lines={helpLines(innerSize(frame), ui.replaying, ui.bindings)}
      />
      <Footer ui={ui} view={view} columns={size.columns} />
    </Box>
  );
}

export function helpLines(room: Size, replaying = false, table = bindings): Line[] {
  const shown: readonly Section[] = replaying ? [['The replay', ['replay']], ...sections] : sections;
  const columns = fill(
    shown.map((section) => sectionLines(section, table)),
    room.rows,
  );
  const width = Math.floor(room.columns / columns.length);
  const height = Math.max(...columns.map((column) => column.length));
  return Array.from({ length: height }, (_, row) =>
    columns.flatMap((column) => fitLine(column[row] ?? emptyLine, width)),
  );
}

function sectionLines([title, scopes]: Section, table: readonly Binding[]): Line[] {
  const heading = line(span(title, { bold: true, underline: true }));
  return [heading, ...inRows(withoutRepeats(bindingsIn(scopes, table))).map(bindingLine)];
}

/** Bindings that share a row of the help as one, with the keys of all. */
function inRows(all: readonly Binding[]): Binding[] {
  return all
    .filter(({ row }, index) => row === undefined || all.findIndex((one) => one.row === row) === index)
    .map((one) =>
      one.row === undefined
        ? one
        : {
            ...one,
            help: one.row,
            keys: all.filter(({ row }) => row === one.row).flatMap(({ keys }) => keys),
          },
    );
}

/** Columns of at most `rows`; a section that does not fit below the one before it starts a column where it can. */
function fill(all: readonly (readonly Line[])[], rows: number): Line[][] {
  const columns: Line[][] = [[]];
  for (const section of all) {
    const last = columns.at(-1)!;
    const gap = last.length > 0 ? 1 : 0;
    if (last.length + gap + section.length > rows && last.length > 0) columns.push([]);
    else if (gap > 0) last.push(emptyLine);
    for (const row of section) {
      if (columns.at(-1)!.length >= rows) columns.push([]);
      columns.at(-1)!.push(row);
    }
  }
  return columns;
}

/** A command that several panes know under the same keys stands once. */
function withoutRepeats(all: readonly Binding[]): Binding[] {
  return all.filter((one, index) => all.findIndex((other) => other.id === one.id) === index);
}

function bindingLine(binding: Binding): Line {
  const { keys, help } = binding;
  const shown = keys.length > 0 ? keys.map(keyLabel).join(' ') : (typedForm(binding) ?? '');
  return line(span(shown.padEnd(10), { bold: true, colour: 'cyan' }), ` ${help} `);
}
