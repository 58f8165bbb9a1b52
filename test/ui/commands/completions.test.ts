import { describe, expect, it } from 'vitest';
import { completions } from '../../../source/ui/commands/completions.ts';

const sources = { steps: ['1.1', '1.2', '2.1'], files: ['kafka.yml', 'clients.yml'], views: [], typed: [] };

describe('completions', () => {
  it('end with the commands that leave the screen', () => {
    expect(completions('', sources).slice(-2)).toEqual(['quit-now', 'suspend']);
    expect(completions('q', sources)).toEqual(['quit', 'quit-now']);
  });

  it('begin with the command that was typed last', () => {
    const typed = ['theme dark', 'swap', 'quit-now'];
    expect(completions('', { ...sources, typed }).slice(0, 3)).toEqual(['quit-now', 'swap', 'theme']);
  });

  it('of a name that nothing begins with are those near it', () => {
    expect(completions('sawp', sources)).toEqual(['swap']);
    expect(completions('pdos', { ...sources, views: ['pods', 'nodes'] })).toEqual(['pods']);
    expect(completions('xyzzy', sources)).toEqual([]);
  });

  it('of an argument are the values that the command accepts', () => {
    expect(completions('open k', sources)).toEqual(['open kafka.yml']);
    expect(completions('theme d', sources)).toContain('theme dark');
    expect(completions('1', sources)).toEqual(['1.1', '1.2']);
  });
});
