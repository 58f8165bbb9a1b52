import type { BindingRow } from './binding-row.ts';
import { dialogBindings } from './dialog-bindings.ts';
import { replayBindings } from './replay-bindings.ts';
import { textBindings } from './text-bindings.ts';
import { viewBindings } from './view-bindings.ts';

const searchOrFilter = 'search it; filter a log';

/**
 * The one table of commands and keys. Footer, help, README and what can be typed after `:` are made from it.
 * `keys` are names as `keyEvents` gives them. `label` is the footer's word; a binding without one is in the help alone.
 */
const table = [
  { id: 'quit-now', keys: ['ctrl+c'], scope: 'always', help: 'quit at once', row: 'quit, at once; suspend' },
  {
    id: 'suspend',
    keys: ['ctrl+z'],
    scope: 'always',
    help: 'suspend; fg goes on',
    row: 'quit, at once; suspend',
  },

  { id: 'select-previous', keys: ['up', 'k'], scope: 'steps', label: 'step', help: 'previous step' },
  { id: 'select-next', keys: ['down', 'j'], scope: 'steps', help: 'next step' },
  { id: 'select-first', keys: ['g', 'home', 'pageup'], scope: 'steps', help: 'first step' },
  { id: 'select-last', keys: ['G', 'end', 'pagedown'], scope: 'steps', help: 'last step' },
  { id: 'search', keys: ['/'], scope: 'steps', help: 'search in the step', row: searchOrFilter },
  { id: 'match-next', keys: ['n'], scope: 'steps', help: 'next match', row: 'next, previous match' },
  { id: 'match-previous', keys: ['N'], scope: 'steps', help: 'previous match', row: 'next, previous match' },

  {
    id: 'scroll-up',
    keys: ['up', 'k'],
    scope: 'step',
    label: 'scroll',
    help: 'up a line',
    row: 'a line up, down',
  },
  { id: 'scroll-down', keys: ['down', 'j'], scope: 'step', help: 'down a line', row: 'a line up, down' },
  { id: 'page-up', keys: ['pageup'], scope: 'step', help: 'page up', row: 'a page up, down' },
  { id: 'page-down', keys: ['pagedown'], scope: 'step', help: 'page down', row: 'a page up, down' },
  { id: 'top', keys: ['g', 'home'], scope: 'step', help: 'to the top' },
  { id: 'bottom', keys: ['G', 'end'], scope: 'step', help: 'to the end; logs follow' },
  { id: 'wrap', keys: ['w'], scope: 'step', label: 'wrap', help: 'wrap long lines' },
  {
    id: 'search',
    keys: ['/'],
    scope: 'step',
    label: 'search',
    help: 'search in the step',
    row: searchOrFilter,
  },
  { id: 'match-next', keys: ['n'], scope: 'step', help: 'next match', row: 'next, previous match' },
  { id: 'match-previous', keys: ['N'], scope: 'step', help: 'previous match', row: 'next, previous match' },

  {
    id: 'scroll-up',
    keys: ['up', 'k'],
    scope: 'logs',
    label: 'scroll',
    help: 'up a line',
    row: 'a line up, down',
  },
  { id: 'scroll-down', keys: ['down', 'j'], scope: 'logs', help: 'down a line', row: 'a line up, down' },
  { id: 'page-up', keys: ['pageup'], scope: 'logs', help: 'page up', row: 'a page up, down' },
  { id: 'page-down', keys: ['pagedown'], scope: 'logs', help: 'page down', row: 'a page up, down' },
  { id: 'top', keys: ['g', 'home'], scope: 'logs', help: 'to the top' },
  { id: 'bottom', keys: ['G', 'end'], scope: 'logs', help: 'to the end; logs follow' },
  { id: 'pause', keys: ['p'], scope: 'logs', label: 'pause', help: 'pause or follow' },
  {
    id: 'filter',
    keys: ['/'],
    scope: 'logs',
    label: 'filter',
    help: 'filter by a regular exp.',
    row: searchOrFilter,
    argument: '[RE]',
  },
  {
    id: 'match-next',
    keys: ['n'],
    scope: 'logs',
    help: 'next match in its context',
    row: 'next, previous match',
  },
  { id: 'match-previous', keys: ['N'], scope: 'logs', help: 'previous match', row: 'next, previous match' },
  { id: 'wrap', keys: ['w'], scope: 'logs', label: 'wrap', help: 'wrap long lines' },
  { id: 'timestamps', keys: ['t'], scope: 'logs', label: 'time', help: 'show when each line came' },
  {
    id: 'since-next',
    keys: ['T'],
    scope: 'logs',
    label: 'range',
    help: 'lines of the last 1m, 5m, 15m, 30m, 1h, all',
    row: 'the last 1m … 1h; all',
  },
  {
    id: 'since-all',
    keys: ['0'],
    scope: 'logs',
    help: 'lines of any time',
    row: 'the last 1m … 1h; all',
  },
  { id: 'mark', keys: ['m'], scope: 'logs', label: 'mark', help: 'draw a mark' },

  { id: 'save-log', keys: ['ctrl+s'], scope: 'logs', label: 'save', help: 'save the log to a file' },

  { id: 'run', keys: ['return'], scope: 'browse', label: 'run', help: 'run the step, or go on' },
  {
    id: 'run-again',
    keys: ['r'],
    scope: 'browse',
    help: 'run the step again',
    row: 'run it again; all up to it',
  },
  { id: 'reset', keys: ['u'], scope: 'browse', help: 'undo the step', row: 'undo; go on where you were' },
  {
    id: 'go-on',
    keys: ['C'],
    scope: 'browse',
    help: 'go on where you were',
    row: 'undo; go on where you were',
  },
  { id: 'swap', keys: ['s'], scope: 'browse', label: 'swap', help: 'swap the consumer' },
  { id: 'answer', keys: ['a'], scope: 'browse', label: 'answer', help: "answer the step's questions" },
  {
    id: 'hint',
    keys: ['h'],
    scope: 'browse',
    label: 'hint',
    help: 'next hint for the step',
    row: 'next hint, or :solution',
  },
  {
    id: 'run-to',
    keys: ['R'],
    scope: 'browse',
    help: 'run all up to this step',
    row: 'run it again; all up to it',
  },
  {
    id: 'focus-next',
    keys: ['tab'],
    scope: 'browse',
    label: 'pane',
    help: 'next pane',
    row: 'next, previous pane',
  },
  {
    id: 'focus-previous',
    keys: ['shift+tab'],
    scope: 'browse',
    help: 'previous pane',
    row: 'next, previous pane',
  },
  { id: 'focus-steps', keys: ['1'], scope: 'browse', help: 'steps', row: 'steps, step, the two logs' },
  {
    id: 'focus-step',
    keys: ['2'],
    scope: 'browse',
    help: 'the selected step',
    row: 'steps, step, the two logs',
  },
  {
    id: 'focus-producer',
    keys: ['3'],
    scope: 'browse',
    help: "the producer's log",
    row: 'steps, step, the two logs',
  },
  {
    id: 'focus-consumer',
    keys: ['4'],
    scope: 'browse',
    help: "the consumer's log",
    row: 'steps, step, the two logs',
  },
  {
    id: 'export',
    keys: ['x'],
    scope: 'browse',
    label: 'export',
    help: 'export the transcript',
    argument: '[md]',
    row: 'export; copy commands, log',
  },
  {
    id: 'open',
    keys: ['o'],
    scope: 'browse',
    label: 'open',
    help: 'read a file of the lab',
    argument: '[FILE]',
    row: 'read a file; edit it',
  },
  {
    id: 'edit',
    keys: ['e'],
    scope: 'browse',
    help: 'edit a file of the lab',
    argument: '[FILE]',
    row: 'read a file; edit it',
  },
  { id: 'shell', keys: ['!'], scope: 'browse', label: 'shell', help: 'your shell; exit comes back' },
  {
    id: 'copy',
    keys: ['c'],
    scope: 'browse',
    label: 'copy',
    help: 'copy command or log lines',
    row: 'export; copy commands, log',
  },
  { id: 'full-screen', keys: ['f'], scope: 'browse', label: 'full', help: 'the pane in full size' },
  {
    id: 'leave',
    keys: ['escape'],
    scope: 'browse',
    help: 'one step back; cancel a run',
  },
  {
    id: 'command',
    keys: [':'],
    scope: 'browse',
    help: 'type a command by its name',
    row: 'type a command; this page',
  },
  {
    id: 'solution',
    keys: [],
    scope: 'browse',
    help: 'the solution of the task',
    row: 'next hint, or :solution',
  },
  { id: 'go-to', keys: [], scope: 'browse', help: 'go to this step', argument: 'STEP' },
  { id: 'look', keys: [], scope: 'browse', help: 'pods, svc, events, any kind', argument: 'KIND' },
  { id: 'look', keys: [], scope: 'browse', help: 'topics, groups, brokers, zk', argument: 'messages' },
  { id: 'since', keys: [], scope: 'browse', help: 'log lines of the last 5m', argument: 'RANGE' },
  { id: 'theme', keys: [], scope: 'browse', help: 'dark, light, mono, …', argument: 'NAME' },
  {
    id: 'help',
    keys: ['?'],
    scope: 'browse',
    label: 'help',
    help: 'this page',
    row: 'type a command; this page',
  },
  { id: 'quit', keys: ['q'], scope: 'browse', label: 'quit', help: 'quit', row: 'quit, at once; suspend' },

  {
    id: 'close-help',
    keys: ['escape', '?', 'q', 'return'],
    scope: 'help',
    label: 'close',
    help: 'close this page',
  },

  { id: 'scroll-up', keys: ['up', 'k'], scope: 'file', label: 'scroll', help: 'up a line' },
  { id: 'scroll-down', keys: ['down', 'j', 'return'], scope: 'file', help: 'down a line' },
  { id: 'page-up', keys: ['pageup', 'b'], scope: 'file', help: 'page up' },
  { id: 'page-down', keys: ['pagedown', ' '], scope: 'file', label: 'page', help: 'page down' },
  { id: 'top', keys: ['g', 'home'], scope: 'file', help: 'to the first line' },
  { id: 'bottom', keys: ['G', 'end'], scope: 'file', help: 'to the last line' },
  { id: 'search', keys: ['/'], scope: 'file', label: 'search', help: 'search for a regular exp.' },
  { id: 'match-next', keys: ['n'], scope: 'file', help: 'next match' },
  { id: 'match-previous', keys: ['N'], scope: 'file', help: 'previous match' },
  { id: 'file-next', keys: ['tab'], scope: 'file', label: 'next file', help: 'next file' },
  { id: 'file-previous', keys: ['shift+tab'], scope: 'file', help: 'previous file' },
  { id: 'edit', keys: ['e'], scope: 'file', label: 'edit', help: 'edit this file' },
  { id: 'help', keys: ['?'], scope: 'file', label: 'help', help: 'this page' },
  { id: 'close-file', keys: ['escape', 'q'], scope: 'file', label: 'close', help: 'close the file' },

  ...viewBindings,
  ...textBindings,
  ...replayBindings,
  ...dialogBindings,
] as const satisfies readonly BindingRow[];

type TableRow = (typeof table)[number];

/** Every command there is. `commands/handlers.ts` has a handler for each. */
export type CommandId = TableRow['id'];

/** The scopes in which a command has keys. */
export type ScopeOf<Id extends CommandId> = Extract<TableRow, { readonly id: Id }>['scope'];

/** A row of the table, or one with a person's own keys in it. */
export interface Binding extends BindingRow {
  readonly id: CommandId;
}

export const bindings: readonly Binding[] = table;
