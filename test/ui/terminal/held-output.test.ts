import { expect, it } from 'vitest';
import { holdOutput } from '../../../source/ui/terminal/held-output.ts';

it('holds output back while the screen is up, and restores the console', () => {
  const { log, error } = console;
  const printers = process.listeners('warning');
  const held = holdOutput();
  try {
    console.log('a %s', 'word', { deep: 1 });
    console.error(new Error('loud').message);
    process.emit('warning', Object.assign(new Error('negative'), { name: 'TimeoutNegativeWarning' }));
    expect(held.lines).toEqual([
      'log: a word { deep: 1 }',
      'error: loud',
      'TimeoutNegativeWarning: negative',
    ]);
  } finally {
    held.release();
  }
  expect([console.log, console.error]).toEqual([log, error]);
  expect(process.listeners('warning')).toEqual(printers);
});

it('keeps a limited number of lines', () => {
  const held = holdOutput();
  try {
    for (let line = 0; line < 1_000; line += 1) console.warn(line);
    expect(held.lines).toHaveLength(200);
    expect(held.lines.at(-1)).toBe('warn: 999');
  } finally {
    held.release();
  }
});
