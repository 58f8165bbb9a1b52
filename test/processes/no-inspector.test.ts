import { afterEach, beforeEach, expect, it } from 'vitest';
import { refuseInspector } from '../../source/processes/no-inspector.ts';

let before: NodeJS.SignalsListener[];
beforeEach(() => {
  before = process.listeners('SIGUSR1');
});
afterEach(() => {
  for (const listener of process.listeners('SIGUSR1'))
    if (!before.includes(listener)) process.off('SIGUSR1', listener);
});

const isRefused = (...options: string[]): boolean => {
  refuseInspector(options);
  return process.listenerCount('SIGUSR1') > before.length;
};

it('takes SIGUSR1 from Node, unless Node was started with an option for the inspector', () => {
  expect(isRefused('--inspect-port=127.0.0.1:9230')).toBe(false);
  expect(isRefused('', '--inspect')).toBe(false);
  expect(isRefused('--max-old-space-size=100')).toBe(true);
});
