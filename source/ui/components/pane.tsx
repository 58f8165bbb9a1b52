import { Box } from 'ink';
import { type ReactElement, type ReactNode, useContext, useMemo } from 'react';
import { joinSafe, safe, trusted } from '../../text/safe-text.ts';
import { type Frame, innerSize } from '../layout/frame.ts';
import { cellsOf, Text, type TextContent } from '../text/text.tsx';
import { borderStyle } from '../theme/border.ts';
import { ThemeContext } from '../theme/theme.ts';

export interface PaneProps {
  readonly frame: Frame;
  readonly title: TextContent;
  /** Rows, no more than the frame has room for. */
  readonly children?: ReactNode;
  readonly focused: boolean;
}

/** A titled pane with its content inside. */
export function Pane({ frame, title, children, focused }: PaneProps): ReactElement {
  const theme = useContext(ThemeContext);
  const border = useMemo(() => borderStyle(theme, focused), [theme, focused]);
  const { style, columns, rows } = frame;
  const { rows: innerRows } = innerSize(frame);
  const borders =
    style === 'rule'
      ? {}
      : {
          borderStyle: border,
          borderTop: false,
          borderRight: style === 'box',
          borderBottom: style === 'box',
        };
  return (
    <Box flexDirection="column" width={columns} height={rows} flexShrink={0}>
      <TitleRule frame={frame} title={title} focused={focused} />
      {innerRows > 0 && (
        <Box
          {...borders}
          flexDirection="column"
          flexShrink={0}
          height={rows - 1}
          paddingLeft={1}
          paddingRight={style === 'box' ? 1 : 0}
        >
          {children}
        </Box>
      )}
    </Box>
  );
}

function TitleRule({ frame, title, focused }: Omit<PaneProps, 'children'>): ReactElement {
  const { style, columns } = frame;
  const [open, close] = corners[style];
  const room = columns - 4;
  const cells = Math.min(room, cellsOf(title));
  const rule = joinSafe(Array.from({ length: room - cells }, () => trusted('─')));
  const edge = focused ? ({ bold: true, colour: 'cyan' } as const) : {};
  return (
    <Box height={1} flexShrink={0}>
      <Box flexShrink={0}>
        <Text {...edge}>{safe`${open} `}</Text>
      </Box>
      <Box width={cells} flexShrink={0}>
        <Text bold={focused}>{title}</Text>
      </Box>
      <Box flexShrink={0}>
        <Text {...edge}>{safe` ${rule}${close}`}</Text>
      </Box>
    </Box>
  );
}

const corners = { box: ['┌', '┐'], rule: ['─', '─'], 'rule-left': ['┬', '─'] } as const;
