import type { BindingRow } from './binding-row.ts';

/**
 * The keys of the views that open over the lab's screen. Those of `view` hold in every table, those of `detail` in a text, those of
 * `views` in both; a family of views has a scope of its own beside them. They are k9s' own, where the lab's global keys leave them free.
 */
export const viewBindings = [
  { id: 'view-describe', keys: ['d'], scope: 'resources', label: 'describe', help: 'describe it' },
  { id: 'view-yaml', keys: ['y'], scope: 'resources', label: 'yaml', help: 'its YAML' },
  { id: 'view-logs', keys: ['l'], scope: 'resources', label: 'logs', help: 'its logs' },
  {
    id: 'view-previous-logs',
    keys: ['p'],
    scope: 'resources',
    help: 'logs of its run before',
  },
  { id: 'view-shell', keys: ['s'], scope: 'resources', label: 'shell', help: 'a shell in the pod' },
  {
    id: 'view-delete',
    keys: ['ctrl+d'],
    scope: 'resources',
    label: 'delete',
    help: 'delete it, after asking',
  },
  { id: 'view-namespaces', keys: ['0'], scope: 'resources', label: 'all ns', help: 'all namespaces, or one' },

  { id: 'view-open', keys: ['return'], scope: 'view', label: 'open', help: 'what belongs to it' },
  { id: 'scroll-up', keys: ['up', 'k'], scope: 'view', help: 'row above', row: 'a row up, down' },
  { id: 'scroll-down', keys: ['down', 'j'], scope: 'view', help: 'row below', row: 'a row up, down' },
  { id: 'page-up', keys: ['pageup', 'ctrl+b'], scope: 'view', help: 'page up', row: 'page up, down' },
  { id: 'page-down', keys: ['pagedown', 'ctrl+f'], scope: 'view', help: 'page down', row: 'page up, down' },
  { id: 'top', keys: ['g', 'home'], scope: 'view', help: 'first row', row: 'first, last row' },
  { id: 'bottom', keys: ['G', 'end'], scope: 'view', help: 'last row', row: 'first, last row' },
  { id: 'filter', keys: ['/'], scope: 'view', label: 'filter', help: 'filter by a regular exp.' },
  { id: 'view-sort-next', keys: ['>'], scope: 'view', label: 'sort', help: 'sort by the next column' },
  { id: 'view-sort-previous', keys: ['<'], scope: 'view', help: 'sort by the column before' },
  { id: 'view-sort-turn', keys: ['r'], scope: 'view', help: 'turn the order round' },
  { id: 'wrap', keys: ['w', 'ctrl+w'], scope: 'view', label: 'wide', help: 'all columns, in full width' },
  {
    id: 'view-right',
    keys: ['right'],
    scope: 'view',
    help: 'columns to the right',
    row: 'columns left, right',
  },
  { id: 'view-left', keys: ['left'], scope: 'view', help: 'columns to the left', row: 'columns left, right' },

  {
    id: 'scroll-up',
    keys: ['up', 'k'],
    scope: 'detail',
    label: 'scroll',
    help: 'up a line',
    row: 'a line up, down',
  },
  {
    id: 'scroll-down',
    keys: ['down', 'j', 'return'],
    scope: 'detail',
    help: 'down a line',
    row: 'a line up, down',
  },
  {
    id: 'page-up',
    keys: ['pageup', 'b', 'ctrl+b'],
    scope: 'detail',
    help: 'page up',
    row: 'a page up, down',
  },
  {
    id: 'page-down',
    keys: ['pagedown', ' ', 'ctrl+f'],
    scope: 'detail',
    label: 'page',
    help: 'page down',
    row: 'a page up, down',
  },
  { id: 'top', keys: ['g', 'home'], scope: 'detail', help: 'to the first line' },
  { id: 'bottom', keys: ['G', 'end'], scope: 'detail', help: 'to the end; a log follows' },
  { id: 'search', keys: ['/'], scope: 'detail', label: 'search', help: 'search for a regular exp.' },
  { id: 'match-next', keys: ['n'], scope: 'detail', help: 'next match', row: 'next, previous match' },
  { id: 'match-previous', keys: ['N'], scope: 'detail', help: 'previous match', row: 'next, previous match' },
  { id: 'wrap', keys: ['w'], scope: 'detail', label: 'wrap', help: 'wrap long lines' },

  { id: 'copy', keys: ['c'], scope: 'views', label: 'copy', help: 'copy the kubectl command' },
  { id: 'command', keys: [':'], scope: 'views', help: 'another view, or a command' },
  { id: 'shell', keys: ['!'], scope: 'views', help: 'your shell; exit comes back' },
  { id: 'close-view', keys: ['escape', 'q'], scope: 'views', label: 'back', help: 'one step back' },
  { id: 'help', keys: ['?'], scope: 'views', label: 'help', help: 'this page' },

  { id: 'text-accept', keys: ['return'], scope: 'prompt', label: 'do it', help: 'go on with what is typed' },
  { id: 'text-leave', keys: ['escape'], scope: 'prompt', label: 'leave', help: 'leave it' },
  { id: 'text-erase', keys: ['backspace'], scope: 'prompt', help: 'erase a character' },
  { id: 'text-clear', keys: ['ctrl+u'], scope: 'prompt', label: 'clear', help: 'erase up to the cursor' },
] as const satisfies readonly BindingRow[];
