import { type ReactElement, useCallback, useSyncExternalStore } from 'react';
import type { SessionView } from '../../session/view.ts';
import { keyOf } from '../bindings/key-of.ts';
import { innerSize } from '../layout/frame.ts';
import type { Size } from '../layout/layout.ts';
import type { UiState } from '../state/ui-state.ts';
import { Rows } from '../text/rows.tsx';
import { detailRows, detailTitle } from '../views/detail.tsx';
import type { OpenDetail, OpenView } from '../views/open-view.ts';
import { openedCommand, openedRoom } from '../views/opened-room.ts';
import { tableRows } from '../views/table.tsx';
import { tableTitle } from '../views/table-title.tsx';
import { pageFrame } from './file-page.tsx';
import { Footer } from './footer.tsx';
import { Notices, noticeRows } from './notices.tsx';
import { Pane } from './pane.tsx';
import { ScreenBox } from './screen-box.tsx';

export interface ViewPageProps {
  readonly ui: UiState;
  readonly opened: OpenView;
  readonly view: SessionView;
  readonly size: Size;
}

/** A view over the lab's screen: its table, or the text that was opened from it. */
export function ViewPage({ ui, opened, view, size }: ViewPageProps): ReactElement {
  const frame = pageFrame(size, noticeRows(view, ui, size.columns).length);
  const { detail } = opened;
  return (
    <ScreenBox size={size}>
      {detail === undefined ? (
        <TablePane opened={opened} frame={frame} bindings={ui.bindings} />
      ) : (
        <DetailPane opened={opened} detail={detail} frame={frame} />
      )}
      <Notices view={view} ui={ui} columns={size.columns} />
      <Footer ui={ui} view={view} columns={size.columns} />
    </ScreenBox>
  );
}

type PageFrame = ReturnType<typeof pageFrame>;

function TablePane({
  opened,
  frame,
  bindings,
}: {
  readonly opened: OpenView;
  readonly frame: PageFrame;
  readonly bindings: UiState['bindings'];
}): ReactElement {
  const { view, table } = opened;
  const content = useLive(view);
  const page = innerSize(frame);
  const room = openedRoom(opened, page);
  const keys = { wide: keyOf('wrap', bindings, 'view'), back: keyOf('close-view', bindings) };
  return (
    <Pane frame={frame} title={tableTitle(view, content, table, page.columns)} focused>
      <Rows rows={[...openedCommand(opened, page), ...tableRows(content, table, room, keys)]} />
    </Pane>
  );
}

function DetailPane({
  opened,
  detail: { detail, state },
  frame,
}: {
  readonly opened: OpenView;
  readonly detail: OpenDetail;
  readonly frame: PageFrame;
}): ReactElement {
  const content = useLive(detail);
  const page = innerSize(frame);
  const room = openedRoom(opened, page);
  return (
    <Pane frame={frame} title={detailTitle(detail, content, state, room)} focused>
      <Rows rows={[...openedCommand(opened, page), ...detailRows(content, state, room)]} />
    </Pane>
  );
}

interface Live<Content> {
  snapshot(): Content;
  subscribe(listener: () => void): () => void;
}

/** Renders again whenever it has changed. */
function useLive<Content>(live: Live<Content>): Content {
  const subscribe = useCallback((listener: () => void) => live.subscribe(listener), [live]);
  return useSyncExternalStore(subscribe, () => live.snapshot());
}
