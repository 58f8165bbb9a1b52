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
    const viewArguments = new Map([['po', ['-n default', '-n kube-system', '-A']]]);
    expect(completions('po -n k', { ...sources, viewArguments })).toEqual(['po -n kube-system']);
  });
});

it('knew neither short names nor singulars of views that were mistyped', () => {
  const sources = {
    steps: [],
    files: [],
    typed: [],
    views: ['services', 'pods'],
    otherViews: ['svc', 'service', 'po'],
  };
  expect(completions('svcs', sources)).toEqual(['svc']);
  expect(completions('p', sources)).not.toContain('po');
});

describe('a newcomer', () => {
  const views = ['zk', 'topics', 'messages', 'endpointslices', 'pods', 'events'];
  const newcomer = { ...sources, views };

  it('came upon `select-previous` and `scroll-up` before any view', () => {
    expect(completions('', newcomer).slice(0, 7)).toEqual([
      'pods',
      'topics',
      'messages',
      'events',
      'zk',
      'run',
      'swap',
    ]);
    expect(completions('s', newcomer)[0]).toBe('swap');
    expect(completions('', { ...newcomer, typed: ['scroll-up'] })[0]).toBe('scroll-up');
  });

  it('found nothing after `:messages`', () => {
    const viewArguments = new Map([
      ['messages', ['test', 'orders']],
      ['zk', ['/brokers']],
    ]);
    expect(completions('messages ', { ...newcomer, viewArguments })).toEqual([
      'messages test',
      'messages orders',
    ]);
    expect(completions('zk /bro', { ...newcomer, viewArguments })).toEqual(['zk /brokers']);
    expect(completions('constructor x', { ...newcomer, viewArguments })).toEqual([]);
  });
});
