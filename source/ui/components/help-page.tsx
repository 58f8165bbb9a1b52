import { Box } from 'ink';
import type { ReactElement } from 'react';
import type { SessionView } from '../../session/view.ts';
import { safe } from '../../text/safe-text.ts';
import { type Frame, innerSize } from '../layout/frame.ts';
import type { Size } from '../layout/layout.ts';
import type { UiState } from '../state/ui-state.ts';
import { Rows } from '../text/rows.tsx';
import { Footer } from './footer.tsx';
import { helpColumns } from './help-columns.tsx';
import { Pane } from './pane.tsx';
import { ScreenBox } from './screen-box.tsx';

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
  const columns = helpColumns(inner, ui, ui.bindings);
  const isOfAMode = ui.mode.kind === 'help' && ui.mode.over !== undefined;
  const isOfTheLab = !isOfAMode && ui.opened.length === 0 && !ui.replaying;
  return (
    <ScreenBox size={size}>
      <Pane frame={frame} title={safe`kafka-lab ${version}: keys   ${isOfTheLab ? fromK9s : ''}`} focused>
        <Box>
          {columns.map(({ rows, cells }) => (
            <Box key={rows[0]?.key} width={cells} flexShrink={0} flexDirection="column">
              <Rows rows={rows} />
            </Box>
          ))}
        </Box>
      </Pane>
      <Footer ui={ui} view={view} columns={size.columns} />
    </ScreenBox>
  );
}
