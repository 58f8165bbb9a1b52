import { expect, it } from 'vitest';
import type { OutputLine } from '../../../source/session/view.ts';
import { collapseRepeats } from '../../../source/ui/steps/collapse-repeats.ts';

const command = (text: string): OutputLine => ({ stream: 'command', text });
const says = (text: string): OutputLine => ({ stream: 'stdout', text });

it('shows a repeated command once, with its latest output', () => {
  const tries = [1, 2, 3].flatMap((n) => [command('get pods'), says(`try ${n}`)]);
  expect(collapseRepeats(tries)).toEqual([
    command('get pods'),
    says('try 3'),
    { stream: 'note', text: 'tried 3 times' },
  ]);
  expect(collapseRepeats([...tries, command('get pods')])).toEqual([
    command('get pods'),
    says('try 3'),
    { stream: 'note', text: 'tried 4 times' },
  ]);
});

it('leaves other output unchanged', () => {
  const output = [says('lost command'), command('a'), says('1'), command('b'), command('a'), says('2')];
  expect(collapseRepeats(output)).toEqual(output);
});
