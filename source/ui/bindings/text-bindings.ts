import type { BindingRow } from './binding-row.ts';

/** The keys of text boxes: searches, filters, the command line, answers. Those of `typing` hold in all of them. */
export const textBindings = [
  { id: 'text-accept', keys: ['return'], scope: 'search', label: 'search', help: 'go to the next match' },
  { id: 'text-leave', keys: ['escape'], scope: 'search', label: 'leave', help: 'leave the search' },
  { id: 'text-erase', keys: ['backspace'], scope: 'search', help: 'erase a character' },
  { id: 'text-clear', keys: ['ctrl+u'], scope: 'search', label: 'clear', help: 'erase up to the cursor' },

  { id: 'text-accept', keys: ['return'], scope: 'filter', label: 'filter', help: 'filter by what is typed' },
  { id: 'text-leave', keys: ['escape'], scope: 'filter', label: 'leave', help: 'leave the filter as it was' },
  { id: 'text-erase', keys: ['backspace'], scope: 'filter', help: 'erase a character' },
  { id: 'text-clear', keys: ['ctrl+u'], scope: 'filter', label: 'clear', help: 'erase up to the cursor' },

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
  { id: 'text-clear', keys: ['ctrl+u'], scope: 'command', help: 'erase up to the cursor' },

  {
    id: 'text-leave',
    keys: ['escape'],
    scope: 'opening',
    label: 'leave',
    help: 'wait for the view no longer',
  },

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
  { id: 'text-clear', keys: ['ctrl+u'], scope: 'answer', help: 'erase up to the cursor' },
  { id: 'cursor-up', keys: ['up'], scope: 'answer', help: 'a row up', row: 'a row up, down' },
  { id: 'cursor-down', keys: ['down'], scope: 'answer', help: 'a row down', row: 'a row up, down' },

  { id: 'cursor-left', keys: ['left', 'ctrl+b'], scope: 'typing', help: 'left', row: 'left, right' },
  { id: 'cursor-right', keys: ['right', 'ctrl+f'], scope: 'typing', help: 'right', row: 'left, right' },
  {
    id: 'word-left',
    keys: ['alt+b', 'ctrl+left', 'alt+left'],
    scope: 'typing',
    help: 'a word left',
    row: 'a word left, right',
  },
  {
    id: 'word-right',
    keys: ['alt+f', 'ctrl+right', 'alt+right'],
    scope: 'typing',
    help: 'a word right',
    row: 'a word left, right',
  },
  {
    id: 'line-start',
    keys: ['home', 'ctrl+a'],
    scope: 'typing',
    help: 'start of the line',
    row: 'start, end of the line',
  },
  {
    id: 'line-end',
    keys: ['end', 'ctrl+e'],
    scope: 'typing',
    help: 'end of the line',
    row: 'start, end of the line',
  },
  { id: 'erase-word', keys: ['ctrl+w', 'alt+backspace'], scope: 'typing', help: 'erase a word' },
  { id: 'erase-to-end', keys: ['ctrl+k'], scope: 'typing', help: 'erase from the cursor on' },
] as const satisfies readonly BindingRow[];
