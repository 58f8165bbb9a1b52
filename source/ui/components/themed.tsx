import { type ReactElement, type ReactNode, useMemo } from 'react';
import { useUi } from '../hooks/use-ui.ts';
import type { UiStore } from '../state/ui-store.ts';
import { ThemeContext } from '../theme/theme.ts';
import { themeNamed } from '../theme/themes.ts';

export interface ThemedProps {
  readonly ui: UiStore;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly children: ReactNode;
}

/** Draws its children in the chosen theme; a new choice takes effect with the next frame. */
export function Themed({ ui, env, children }: ThemedProps): ReactElement {
  const { theme } = useUi(ui);
  const value = useMemo(() => themeNamed(theme, env), [theme, env]);
  return <ThemeContext.Provider value={value}>{children}</ThemeContext.Provider>;
}
