import type { BindingRow } from './binding-row.ts';

/** The keys of dialogs. */
export const dialogBindings = [
  { id: 'compare-agree', keys: ['y'], scope: 'compare', label: 'agrees', help: 'your answer agrees' },
  { id: 'compare-differ', keys: ['n'], scope: 'compare', label: 'differs', help: 'your answer differs' },
  { id: 'compare-edit', keys: ['e'], scope: 'compare', label: 'change it', help: 'change your answer' },
  { id: 'compare-up', keys: ['up', 'k'], scope: 'compare', label: 'scroll', help: 'up a line' },
  { id: 'compare-down', keys: ['down', 'j'], scope: 'compare', help: 'down a line' },
  {
    id: 'compare-leave',
    keys: ['escape', 'q'],
    scope: 'compare',
    label: 'later',
    help: 'say later whether it agrees',
  },
  { id: 'help', keys: ['?'], scope: 'compare', label: 'help', help: 'this page' },

  // No letters: what is typed into a command line just as the question comes must not choose.
  { id: 'choice-previous', keys: ['up'], scope: 'predict', label: 'choose', help: 'the choice above' },
  { id: 'choice-next', keys: ['down'], scope: 'predict', help: 'the choice below' },
  {
    id: 'choice-take',
    keys: ['return'],
    scope: 'predict',
    label: 'predict this',
    help: 'predict this',
  },
  {
    id: 'choice-skip',
    keys: ['escape'],
    scope: 'predict',
    label: 'skip',
    help: 'skip the prediction',
  },
  { id: 'help', keys: ['?'], scope: 'predict', label: 'help', help: 'this page' },

  { id: 'confirm-yes', keys: ['y'], scope: 'confirm', label: 'yes', help: 'yes' },
  { id: 'copy', keys: ['c'], scope: 'confirm', label: 'copy', help: 'copy the command of the question' },
  { id: 'confirm-no', keys: ['n', 'escape', 'q'], scope: 'confirm', label: 'no', help: 'no' },
] as const satisfies readonly BindingRow[];
