import type { BindingRow } from './binding-row.ts';

/** The keys of a replay. Those of a log come first where one has the focus. */
export const replayBindings = [
  { id: 'replay-pause', keys: [' '], scope: 'replay', label: 'pause', help: 'pause or go on' },
  {
    id: 'replay-from',
    keys: ['return'],
    scope: 'replay',
    label: 'play from here',
    help: 'play from this step',
  },
  { id: 'search', keys: ['/'], scope: 'replay', label: 'search', help: 'search the recording' },
  { id: 'match-next', keys: ['n'], scope: 'replay', help: 'next match', row: 'next, previous match' },
  {
    id: 'match-previous',
    keys: ['N'],
    scope: 'replay',
    help: 'previous match',
    row: 'next, previous match',
  },
  {
    id: 'replay-next-mark',
    keys: [']'],
    scope: 'replay',
    label: 'next mark',
    help: 'to the next swap, rebalance or experiment',
    row: 'next, previous mark',
  },
  {
    id: 'replay-previous-mark',
    keys: ['['],
    scope: 'replay',
    help: 'to the swap, rebalance or experiment before',
    row: 'next, previous mark',
  },
  {
    id: 'replay-faster',
    keys: ['+', '='],
    scope: 'replay',
    label: 'faster',
    help: 'twice the speed',
    row: 'twice, half the speed',
  },
  {
    id: 'replay-slower',
    keys: ['-'],
    scope: 'replay',
    label: 'slower',
    help: 'half the speed',
    row: 'twice, half the speed',
  },
  { id: 'replay-speed', keys: [], scope: 'replay', help: 'speed, 0.25 to 64', argument: 'N' },
  { id: 'leave', keys: ['escape'], scope: 'replay', help: 'one step back' },
] as const satisfies readonly BindingRow[];
