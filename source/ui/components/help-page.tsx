import type { ReactElement } from 'react';
import { type Binding, bindingsIn, type Scope } from '../keys/bindings.ts';
import { keyLabel } from '../keys/key-name.ts';
import { fitLine } from '../lines/fit.ts';
import { type Frame, innerSize } from '../lines/frame.ts';
import { emptyLine, type Line, line, span } from '../lines/line.ts';
import { Pane } from './pane.tsx';

const sections: readonly (readonly [title: string, scopes: readonly Scope[]])[] = [
  ['Everywhere', ['browse', 'always']],
  ['Steps', ['steps']],
  ['The step', ['step']],
  ['Logs', ['logs']],
];

/** All keys, from the bindings table, in as many columns as fit. */
export function HelpPage({ frame }: { readonly frame: Frame }): ReactElement {
  const lines = helpLines(innerSize(frame));
  return <Pane frame={frame} title={line('Keys  (esc closes)')} focused lines={lines} />;
}

export function helpLines(room: { readonly columns: number; readonly rows: number }): Line[] {
  const all = sections.flatMap(([title, scopes], index): Line[] => [
    ...(index > 0 ? [emptyLine] : []),
    line(span(title, { bold: true, underline: true })),
    ...bindingsIn(scopes).map(bindingLine),
  ]);
  const count = Math.max(1, Math.ceil(all.length / Math.max(1, room.rows)));
  const height = Math.ceil(all.length / count);
  const width = Math.floor(room.columns / count);
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: count }, (_, column) =>
      fitLine(all[column * height + row] ?? emptyLine, width),
    ).flat(),
  );
}

function bindingLine({ keys, help }: Binding): Line {
  const shown = keys.map(keyLabel).join(' ');
  return line(span(shown.padEnd(11), { bold: true, colour: 'cyan' }), ` ${help} `);
}
