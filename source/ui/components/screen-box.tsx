import { Box } from 'ink';
import { type ReactElement, type ReactNode, useContext } from 'react';
import type { Size } from '../layout/layout.ts';
import { inkColour } from '../theme/ink-colour.ts';
import { ThemeContext } from '../theme/theme.ts';

export interface ScreenBoxProps {
  readonly size: Size;
  readonly children: ReactNode;
}

/** The whole terminal except its last row, which would make it scroll, in the theme's background if it has one. */
export function ScreenBox({ size, children }: ScreenBoxProps): ReactElement {
  const { ground } = useContext(ThemeContext);
  return (
    <Box
      flexDirection="column"
      width={size.columns}
      height={Math.max(1, size.rows - 1)}
      {...(ground ? { backgroundColor: inkColour(ground[1]) } : {})}
    >
      {children}
    </Box>
  );
}
