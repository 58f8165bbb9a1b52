import { describe, expect, it } from 'vitest';
import { CapturedText } from '../../../source/session/run/captured-text.ts';

describe('captured text', () => {
  it('has a maximum size, and keeps the newest text', () => {
    const captured = new CapturedText();
    for (let index = 0; index < 50; index += 1) captured.add('y'.repeat(100_000));
    captured.add('end');
    const text = captured.toString();
    expect(text.length).toBeLessThan(1_200_000);
    expect(text.endsWith('yend')).toBe(true);
  });

  it('truncates a single huge piece', () => {
    const captured = new CapturedText();
    captured.add(`${'z'.repeat(3_000_000)}end`);
    expect(captured.toString().length).toBe(1024 * 1024);
    expect(captured.toString().endsWith('zend')).toBe(true);
  });

  it('is empty without output', () => {
    expect(new CapturedText().toString()).toBe('');
  });
});
