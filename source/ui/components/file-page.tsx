import type { ReactElement } from 'react';
import type { SessionView } from '../../session/view.ts';
import { safe } from '../../text/safe-text.ts';
import { textWidth } from '../../text/width.ts';
import { linesInView, numberColumns } from '../files/lines-in-view.ts';
import { matchedText } from '../files/matched-text.tsx';
import { type Frame, innerSize } from '../layout/frame.ts';
import type { Size } from '../layout/layout.ts';
import type { Mode, UiState } from '../state/ui-state.ts';
import { cutText } from '../text/cut.ts';
import { Rows } from '../text/rows.tsx';
import { Row, Text } from '../text/text.tsx';
import { Footer } from './footer.tsx';
import { Notices, noticeRows } from './notices.tsx';
import { Pane } from './pane.tsx';
import { ScreenBox } from './screen-box.tsx';

export interface FilePageProps {
  readonly ui: UiState;
  readonly mode: Extract<Mode, { kind: 'file' }>;
  readonly view: SessionView;
  readonly size: Size;
}

/** The room for a file's text while no message takes some of it. */
export function fileRoom(size: Size): { readonly columns: number; readonly rows: number } {
  return innerSize(pageFrame(size, 0));
}

/** The room for a page's text beside the notices that are there now. */
export function pageRoom(
  view: SessionView,
  ui: UiState,
  size: Size,
): { readonly columns: number; readonly rows: number } {
  return innerSize(pageFrame(size, noticeRows(view, ui, size.columns).length));
}

/** The frame of a page in place of the panes. */
export const pageFrame = ({ columns, rows }: Size, notices: number): Frame => ({
  style: 'rule',
  columns,
  rows: rows - 2 - notices,
});

/** A file, with the numbers of its lines, what matches the search, and its path. */
export function FilePage({ ui, mode, view, size }: FilePageProps): ReactElement {
  const { file, top, pattern } = mode;
  const frame = pageFrame(size, noticeRows(view, ui, size.columns).length);
  const room = innerSize(frame);
  const lines = linesInView(file.lines, top, room);
  const last = lines.at(-1)?.index ?? 0;
  const where = file.lines.length === 0 ? 'empty' : `lines ${top + 1} to ${last + 1} of ${file.lines.length}`;
  const width = numberColumns(file.lines);
  const rows = lines.flatMap(({ index, rows: texts }) =>
    texts.map((text, at) => (
      // biome-ignore lint/suspicious/noArrayIndexKey: a piece of a line has no identity but its place
      <Row key={`${index}.${at}`}>
        <Text colour="blue">{safe`${(at === 0 ? String(index + 1) : '').padStart(width)} `}</Text>
        {matchedText(text, pattern)}
      </Row>
    )),
  );
  return (
    <ScreenBox size={size}>
      <Pane frame={frame} title={titleOf(file.path, where, size.columns)} focused>
        <Rows rows={rows} />
      </Pane>
      <Notices view={view} ui={ui} columns={size.columns} />
      <Footer ui={ui} view={view} columns={size.columns} />
    </ScreenBox>
  );
}

/** The end of a long path says more than its beginning. */
function titleOf(path: string, where: string, columns: number): ReactElement {
  const room = columns - 4 - textWidth(where) - 2;
  const shown = textWidth(path) <= room ? path : `…${path.slice(path.length - Math.max(0, room - 1))}`;
  return (
    <Text>
      <Text bold>{cutText(shown, room)}</Text>
      {safe`  ${where}`}
    </Text>
  );
}
