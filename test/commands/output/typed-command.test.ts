import { describe, expect, it } from 'vitest';
import { flagWords, labelledCommand, typedCommand } from '../../../source/commands/output/typed-command.ts';
import { trusted } from '../../../source/text/safe-text.ts';

const npx = { npm_lifecycle_event: 'npx', npm_command: 'exec' };

describe('a command line for the learner', () => {
  it('starts as the program was started', () => {
    expect(typedCommand(['down'], {})).toBe('kafka-lab down');
    expect(typedCommand(['down'], npx)).toBe('npx kafka-lab down');
    expect(typedCommand(['down'], { npm_lifecycle_event: 'start', npm_command: 'run-script' })).toBe(
      'kafka-lab down',
    );
  });

  it('repeats the flags, quoted', () => {
    const words = flagWords({ home: "/it's here", force: true, json: false, session: 'x' }, ['session']);
    expect(typedCommand(words, {})).toBe("kafka-lab --home '/it'\\''s here' --force");
  });

  it('continues after a backslash if it is wider than 80 columns', () => {
    const words = Array.from({ length: 12 }, (_, index) => `--word-${index}`);
    const lines = labelledCommand(trusted('Go on: '), words, npx).split('\n');
    expect(lines.length).toBeGreaterThan(1);
    for (const line of lines) expect(line.length).toBeLessThanOrEqual(80);
    const asOneLine = lines
      .join('\n')
      .replace(/^Go on: /, '')
      .replaceAll(/\\\n\s*/g, '');
    expect(asOneLine).toBe(`npx kafka-lab ${words.join(' ')}`);
  });
});
