import type { Pack } from './load-entry.ts';

/** The pack for a command line (without node and the program); undefined if none is made for it. */
export function packOf(words: readonly string[]): Pick<Pack, 'name' | 'keep'> | undefined {
  const [first = ''] = words;
  switch (first) {
    case 'kubectl':
      return { name: 'kubectl', keep: 'exit' };
    case 'up':
      return { name: 'up', keep: words.includes('--detach') ? 'exit' : 'idle' };
    case 'replay':
      return { name: 'screen', keep: 'idle' };
    default:
      return first === '' || first.startsWith('-') ? { name: 'screen', keep: 'idle' } : undefined;
  }
}

/** The value of --home as it was typed. It says only where compiled code is: the app itself reads and checks its flags later. */
export function homeFlag(words: readonly string[]): string | undefined {
  const end = words.indexOf('--');
  const own = end === -1 ? words : words.slice(0, end);
  const at = own.findIndex((word) => word === '--home' || word.startsWith('--home='));
  const word = own[at];
  return word === '--home' ? own[at + 1] : word?.slice('--home='.length);
}
