import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitShellWords } from '../../source/cluster/shell-words.ts';
import { LabError } from '../../source/errors/lab-error.ts';

describe('splitShellWords', () => {
  it.each([
    ['kubectl get pods', ['kubectl', 'get', 'pods']],
    ["  kubectl\t'a b'  ", ['kubectl', 'a b']],
    ["-o jsonpath='{.items[*].metadata.name}'", ['-o', 'jsonpath={.items[*].metadata.name}']],
    ['"say \\"hi\\" \\$x \\n"', ['say "hi" $x \\n']],
    ['a\\ b c', ['a b', 'c']],
    ["''", ['']],
    ['x""y', ['xy']],
    ['get pods # all of them', ['get', 'pods']],
    ['a#b', ['a#b']],
    ['cost=5$', ['cost=5$']],
    ['', []],
  ])('%s', (line, words) => {
    expect(splitShellWords(line)).toEqual(words);
  });

  it('keeps the backslashes of a path of Windows', () => {
    const line = 'C:\\me\\client.exe \'C:\\my files\\x\' "C:\\my files\\x" "\\""';
    expect(splitShellWords(line, 'literally')).toEqual([
      'C:\\me\\client.exe',
      'C:\\my files\\x',
      'C:\\my files\\x',
      '"',
    ]);
  });

  it.each([
    'kubectl get pods | wc -l',
    'a > b',
    'a && b',
    'a; b',
    'a\nb',
    'echo $HOME',
    'echo "$HOME"',
    'echo `id`',
    'echo $(id)',
    "echo 'open",
    'echo "open',
    'echo \\',
  ])('refuses `%s`', (line) => {
    const refusal = (): unknown => splitShellWords(line);
    expect(refusal).toThrow(LabError);
    expect(refusal).toThrow(expect.objectContaining({ code: 'command' }));
  });

  it('returns any words unchanged that were quoted', () => {
    fc.assert(
      fc.property(fc.array(fc.string()), (words) => {
        const line = words.map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(' ');
        expect(splitShellWords(line)).toEqual(words);
      }),
    );
  });
});
