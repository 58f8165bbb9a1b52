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
  /** Rows, no more than fit into the frame. */
  readonly children?: ReactNode;
  readonly focused: boolean;
}

/** A titled pane with its content inside. */
export function Pane({ frame, title, children, focused }: PaneProps): ReactElement {
  const theme = useContext(ThemeContext);
  const border = useMemo(() => borderStyle(theme, focused), [theme, focused]);
  const { style, columns, rows } = frame;
  const isBox = style === 'box';
  // Ink draws wrong borders when a box with content changes them, so an empty box draws them.
  return (
    <Box flexDirection="column" width={columns} height={rows} flexShrink={0}>
      <TitleRule frame={frame} title={title} focused={focused} />
      {innerSize(frame).rows > 0 && (
        <Box height={rows - 1} flexShrink={0}>
          {style !== 'rule' && (
            <Box
              position="absolute"
              width={columns}
              height={rows - 1}
              borderStyle={border}
              borderTop={false}
              borderRight={isBox}
              borderBottom={isBox}
            />
          )}
          <Box
            flexDirection="column"
            width={columns}
            paddingLeft={style === 'rule' ? 1 : 2}
            paddingRight={isBox ? 2 : 0}
          >
            {children}
          </Box>
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
