const glyphs: Readonly<Record<string, string>> = {
  ' ': 'space',
  up: '↑',
  down: '↓',
  left: '←',
  right: '→',
  return: '⏎',
  'alt+return': 'alt+⏎',
  'alt+backspace': 'alt+⌫',
  'ctrl+left': 'ctrl+←',
  'ctrl+right': 'ctrl+→',
  'alt+left': 'alt+←',
  'alt+right': 'alt+→',
  escape: 'esc',
  backspace: '⌫',
  pageup: 'PgUp',
  pagedown: 'PgDn',
  insert: 'Insert',
  'shift+tab': 'shift+tab',
};

/** A key as the screen writes it. */
export function keyLabel(name: string): string {
  return glyphs[name] ?? name;
}
