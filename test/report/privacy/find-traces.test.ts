import { describe, expect, it } from 'vitest';
import { describeTraces } from '../../../source/commands/report/describe-traces.ts';
import { findTraces } from '../../../source/report/privacy/find-traces.ts';
import { documentOf, recorded } from '../document/recorded.ts';

const machine = { user: 'ada', host: 'ada-laptop', home: '/home/ada', environment: {} };

function placesOf(text: string, more: object = {}): Record<string, readonly string[]> {
  const events = recorded.map((event) =>
    event.type === 'command-output' && event.command === 2 ? { ...event, text } : event,
  );
  const traces = findTraces(documentOf(events), { ...machine, ...more });
  return Object.fromEntries(traces.map(({ what, places }) => [what, places]));
}

describe('the traces of a machine in a report', () => {
  it.each([
    ['your user name', 'created by ada'],
    ['the name of this machine', 'ada-laptop is ready'],
    ['paths in your home directory', '/home/ada/x'],
    ['tokens, keys or parts of a kubeconfig', 'token: abcdefghijklmnopqrstuvwx'],
    ['ports on this machine', 'https://127.0.0.1:34815'],
    ['numbers of processes', '(pid 77)'],
  ])('are found: %s', (what, text) => {
    expect(placesOf(text)[what]).toContain('figure 2');
    expect(placesOf('nothing')[what]).not.toContain('figure 2');
  });

  it('are found by the values of the environment, which are not shown', () => {
    const environment = { SECRET: 'correct-horse-battery' };
    const found = placesOf('x correct-horse-battery y', { environment });
    expect(found['the value of the environment variable SECRET']).toEqual(['figure 2']);
    expect(JSON.stringify(found)).not.toContain('correct-horse');
  });

  it('passed over a machine whose name has two letters', () => {
    const what = 'the name of this machine';
    expect(placesOf('ssh vm ls', { host: 'vm' })[what]).toContain('figure 2');
    expect(placesOf('the jvm runs', { host: 'vm' })[what]).not.toContain('figure 2');
  });

  it('say what is not looked for, and why', () => {
    const traces = findTraces(documentOf(recorded), { ...machine, host: 'x', user: '' });
    expect(traces.flatMap(({ skipped }) => skipped ?? [])).toEqual([
      'it has none',
      'one character is in any text',
    ]);
    expect(describeTraces(traces)).toContain(
      '? not looked for: the name of this machine (one character is in any text)',
    );
  });
});
