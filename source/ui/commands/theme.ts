import { nearestName } from '../../text/nearest-name.ts';
import { isThemeName, themeNames } from '../theme/themes.ts';
import type { KeyContext } from './key-context.ts';
import { say, shown } from './say.ts';

/** `:theme NAME`. */
export function chooseTheme(context: KeyContext, name: string): void {
  const { ui } = context;
  if (!isThemeName(name)) {
    const near = nearestName(name, themeNames);
    const hint = near === undefined ? '' : ` Did you mean \`${near}\`?`;
    const what =
      name === '' ? `The theme is ${ui.get().theme}.` : `There is no theme \`${shown(name)}\`.${hint}`;
    say(context, `${what} There are ${themeNames.join(', ')}.`);
    return;
  }
  const trouble = ui.preferences.rememberTheme(name);
  ui.set({ theme: name });
  const kept = trouble === undefined ? 'kept for the next time' : `not kept: ${trouble}`;
  say(context, `Theme ${name}, ${kept}.${ui.preferences.colourless ? ` ${ui.preferences.colourless}` : ''}`);
}
