// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the shell's own expansions look like it.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { History } from '../../../../../source/embedded/containers/shell/language/history.ts';
import {
  expandHistory,
  HistoryError,
} from '../../../../../source/embedded/containers/shell/line-editor/history-expansion.ts';

function made(): History {
  const history = new History();
  for (const line of ['ls -l /etc', 'echo "a b" c', 'cat /var/log/kafka.log']) history.add(line);
  return history;
}

it.each([
  ['!!', 'cat /var/log/kafka.log'],
  ['sudo !!', 'sudo cat /var/log/kafka.log'],
  ['!1', 'ls -l /etc'],
  ['!-2', 'echo "a b" c'],
  ['!ec', 'echo "a b" c'],
  ['!?etc?', 'ls -l /etc'],
  ['head !$', 'head /var/log/kafka.log'],
  ['head !!:$', 'head /var/log/kafka.log'],
  ['x !-2:1', 'x "a b"'],
  ['x !ls:1-2', 'x -l /etc'],
  ['x !ls:*', 'x -l /etc'],
  ['x !ls*', 'x -l /etc'],
  ['x !ls:^', 'x -l'],
  ['x !$:h', 'x /var/log'],
  ['x !$:t', 'x kafka.log'],
  ['x !$:t:r', 'x kafka'],
  ['!!:s/cat/tail/', 'tail /var/log/kafka.log'],
  ['!!:gs/a/o/', 'cot /vor/log/kofko.log'],
  ['^cat^head', 'head /var/log/kafka.log'],
  ['^cat^head^ -5', 'head /var/log/kafka.log -5'],
  ['echo a !#', 'echo a echo a '],
])('%s becomes %s', (line, text) => {
  expect(expandHistory(line, made())).toMatchObject({ text, isChanged: true });
});

it.each([
  "echo '!!'",
  'echo \\!!',
  'echo hi!',
  'echo ! x',
  '[ a != b ]',
  'echo "hi!"',
  'echo $! ${!x}',
  '! true',
  'shopt -s extglob; ls !(x)',
])('%s is unchanged', (line) => {
  expect(expandHistory(line, made())).toEqual({ text: line, isChanged: false, isOnlyShown: false });
});

it('names the event that is not found', () => {
  expect(() => expandHistory('!nothing', made())).toThrow('!nothing: event not found');
  expect(() => expandHistory('!!', new History())).toThrow(HistoryError);
  expect(() => expandHistory('!!:9', made())).toThrow(':9: bad word specifier');
});

it('`:p` prints the line without running it', () => {
  expect(expandHistory('!ls:p', made())).toMatchObject({ text: 'ls -l /etc', isOnlyShown: true });
});

it('returns a line or its error for any text', () => {
  fc.assert(
    fc.property(fc.string({ unit: fc.constantFrom(...'!^$*:-"\'\\ab1? s/gp#'), maxLength: 30 }), (line) => {
      try {
        expect(typeof expandHistory(line, made()).text).toBe('string');
      } catch (error) {
        expect(error).toBeInstanceOf(HistoryError);
      }
    }),
  );
});
