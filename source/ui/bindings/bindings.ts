import type { BindingRow } from './binding-row.ts';

/**
 * The one table of commands and keys. Footer, help, README and what can be typed after `:` are made from it.
 * `keys` are names as `keyEvents` gives them. `label` is the footer's word; a binding without one is in the help alone.
 */
const table = [
  { id: 'quit-now', keys: ['ctrl+c'], scope: 'always', help: 'quit at once', row: 'quit; quit at once' },
  { id: 'suspend', keys: ['ctrl+z'], scope: 'always', help: 'suspend; fg goes on' },

  { id: 'select-previous', keys: ['up', 'k'], scope: 'steps', label: 'step', help: 'previous step' },
  { id: 'select-next', keys: ['down', 'j'], scope: 'steps', help: 'next step' },
  { id: 'select-first', keys: ['g', 'home', 'pageup'], scope: 'steps', help: 'first step' },
  { id: 'select-last', keys: ['G', 'end', 'pagedown'], scope: 'steps', help: 'last step' },

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
  { id: 'run-again', keys: ['r'], scope: 'browse', help: 'run the step again' },
  { id: 'reset', keys: ['u'], scope: 'browse', help: 'undo the step' },
  { id: 'swap', keys: ['s'], scope: 'browse', label: 'swap', help: 'swap the consumer' },
  { id: 'answer', keys: ['a'], scope: 'browse', label: 'answer', help: "answer the step's questions" },
  { id: 'hint', keys: ['h'], scope: 'browse', label: 'hint', help: 'next hint for the step' },
  { id: 'run-to', keys: ['R'], scope: 'browse', help: 'run all up to this step' },
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
  },
  { id: 'copy', keys: ['c'], scope: 'browse', label: 'copy', help: 'copy command or log lines' },
  { id: 'full-screen', keys: ['f'], scope: 'browse', label: 'full', help: 'the pane in full size' },
  {
    id: 'leave',
    keys: ['escape'],
    scope: 'browse',
    help: 'one step back; cancel a run',
  },
  { id: 'command', keys: [':'], scope: 'browse', help: 'type a command by its name' },
  { id: 'go-to', keys: [], scope: 'browse', help: 'go to this step', argument: 'STEP' },
  { id: 'since', keys: [], scope: 'browse', help: 'log lines of the last 5m', argument: 'RANGE' },
  { id: 'theme', keys: [], scope: 'browse', help: 'dark, light, mono, …', argument: 'NAME' },
  { id: 'help', keys: ['?'], scope: 'browse', label: 'help', help: 'this page' },
  { id: 'quit', keys: ['q'], scope: 'browse', label: 'quit', help: 'quit', row: 'quit; quit at once' },

  {
    id: 'close-help',
    keys: ['escape', '?', 'q', 'return'],
    scope: 'help',
    label: 'close',
    help: 'close this page',
  },

  { id: 'text-accept', keys: ['return'], scope: 'filter', label: 'filter', help: 'filter by what is typed' },
  { id: 'text-leave', keys: ['escape'], scope: 'filter', label: 'leave', help: 'leave the filter as it was' },
  { id: 'text-erase', keys: ['backspace'], scope: 'filter', help: 'erase a character' },
  { id: 'text-clear', keys: ['ctrl+u'], scope: 'filter', label: 'clear', help: 'erase all' },

  { id: 'text-accept', keys: ['return'], scope: 'command', label: 'do it', help: 'carry out what is typed' },
  {
    id: 'line-complete',
    keys: ['tab'],
    scope: 'command',
    label: 'complete',
    help: 'complete; again: the next',
  },
  { id: 'line-older', keys: ['up'], scope: 'command', label: 'earlier', help: 'the line before' },
  { id: 'line-newer', keys: ['down'], scope: 'command', help: 'the line after' },
  { id: 'text-leave', keys: ['escape'], scope: 'command', label: 'leave', help: 'leave the command line' },
  { id: 'text-erase', keys: ['backspace'], scope: 'command', help: 'erase a character; leave an empty line' },
  { id: 'text-clear', keys: ['ctrl+u'], scope: 'command', help: 'erase all' },

  { id: 'text-accept', keys: ['return', 'ctrl+d'], scope: 'answer', label: 'save', help: 'save the answer' },
  {
    id: 'text-newline',
    keys: ['alt+return', 'ctrl+j'],
    scope: 'answer',
    label: 'new line',
    help: 'a new line',
  },
  { id: 'question-next', keys: ['tab'], scope: 'answer', label: 'next question', help: 'next question' },
  {
    id: 'text-leave',
    keys: ['escape'],
    scope: 'answer',
    label: 'leave',
    help: 'leave; what is typed stays for later',
  },
  { id: 'text-erase', keys: ['backspace'], scope: 'answer', help: 'erase a character' },
  { id: 'text-clear', keys: ['ctrl+u'], scope: 'answer', help: 'erase all' },

  { id: 'replay-pause', keys: [' '], scope: 'replay', label: 'pause', help: 'pause or go on' },
  { id: 'replay-faster', keys: ['+', '='], scope: 'replay', label: 'faster', help: 'twice the speed' },
  { id: 'replay-slower', keys: ['-'], scope: 'replay', label: 'slower', help: 'half the speed' },
  {
    id: 'replay-from',
    keys: ['return'],
    scope: 'replay',
    label: 'play from here',
    help: 'play from this step',
  },

  { id: 'choice-previous', keys: ['up', 'k'], scope: 'predict', label: 'choose', help: 'the choice above' },
  { id: 'choice-next', keys: ['down', 'j'], scope: 'predict', help: 'the choice below' },
  {
    id: 'choice-take',
    keys: ['return'],
    scope: 'predict',
    label: 'predict this',
    help: 'predict this, and go on',
  },
  {
    id: 'choice-skip',
    keys: ['escape'],
    scope: 'predict',
    label: 'no prediction',
    help: 'go on without a prediction',
  },

  { id: 'confirm-yes', keys: ['y'], scope: 'confirm', label: 'yes', help: 'yes' },
  { id: 'confirm-no', keys: ['n', 'escape', 'q'], scope: 'confirm', label: 'no', help: 'no' },
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
