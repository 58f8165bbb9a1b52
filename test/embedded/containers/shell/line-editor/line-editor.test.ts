import { describe, expect, it } from 'vitest';
import { History } from '../../../../../source/embedded/containers/shell/language/history.ts';
import type { Completion } from '../../../../../source/embedded/containers/shell/line-editor/completion.ts';
import { LineEditor } from '../../../../../source/embedded/containers/shell/line-editor/line-editor.ts';
import { FakeScreen } from './fake-screen.ts';

const none: Completion = { length: 0, matches: [], shown: [], ending: '' };

function start(
  options: { columns?: number; lines?: readonly string[]; complete?: (before: string) => Completion } = {},
) {
  const { columns = 40, lines = [], complete = () => none } = options;
  const screen = new FakeScreen(columns);
  const history = new History();
  for (const line of lines) history.add(line);
  const write = (text: string): void => screen.write(text.replaceAll('\n', '\r\n'));
  const editor = new LineEditor({ history, write, columns: () => columns, complete });
  return { screen, editor, history };
}

describe('editing', () => {
  it.each([
    ['types', 'echo hi', 'echo hi', 9],
    ['takes back', 'echo hx\u007fi', 'echo hi', 9],
    ['inserts in the middle', 'ecoo\u001b[D\u001b[Dh', 'echoo', 5],
    ['goes to the start and the end', 'cho\u0001e\u0005 x', 'echo x', 8],
    ['removes a word before the cursor', 'echo one-two three\u0017', 'echo one-two', 15],
    ['removes up to punctuation with Alt', 'echo one-two\u001b\u007f', 'echo one-', 11],
    ['yanks what was removed', 'one two\u0017\u0015\u0019\u0019', 'one twoone two', 16],
    ['removes to the end', 'echo one two\u001bb\u000b', 'echo one', 11],
    ['removes to the start', 'echo one\u0015ls', 'ls', 4],
    ['moves by words', 'one two\u001bb\u001bb\u001bfX', 'oneX two', 6],
    ['moves by words with Ctrl and an arrow', 'one two\u001b[1;5DX', 'one Xtwo', 7],
    ['changes letters', 'one two\u0001\u001bu\u001bc', 'ONE Two', 9],
    ['exchanges letters', 'sl\u0014', 'ls', 4],
    ['removes under the cursor', 'abc\u0001\u001b[3~\u0004', 'c', 2],
    ['undoes', 'abc\u0017\u001f', 'abc', 5],
    ['inserts a control character as it is', 'a\u0016\u0001b', 'a^Ab', 6],
    ['ignores keys that it does not know', 'a\u001b[15~\u001bOPb', 'ab', 4],
  ])('%s', (_what, keys, text, column) => {
    const { screen, editor } = start();
    void editor.read('$ ');
    for (const key of keys) editor.type(key);
    expect(screen.lines).toEqual([`$ ${text}`]);
    expect(screen.cursor).toEqual([0, column]);
  });

  it('a line longer than the screen wraps, and can be edited there', async () => {
    const { screen, editor } = start({ columns: 10 });
    const read = editor.read('$ ');
    editor.type('abcdefghijklmnop');
    expect(screen.lines).toEqual(['$ abcdefgh', 'ijklmnop']);
    expect(screen.cursor).toEqual([1, 8]);
    editor.type('\u0001X');
    expect(screen.lines).toEqual(['$ Xabcdefg', 'hijklmnop']);
    expect(screen.cursor).toEqual([0, 3]);
    editor.type('\u0005\u0017');
    expect(screen.lines).toEqual(['$']);
    editor.type('12345678');
    expect(screen.cursor).toEqual([1, 0]);
    editor.type('\u007f\u007f\r');
    expect(await read).toEqual({ kind: 'line', text: '123456' });
    expect(screen.lines.slice(0, 2)).toEqual(['$ 123456', '']);
    expect(screen.cursor).toEqual([1, 0]);
  });

  it('a prompt may have colours and several lines', () => {
    const { screen, editor } = start();
    void editor.read('above\n\u001b[32mhost\u001b[0m$ ');
    editor.type('ab\u0001c');
    expect(screen.lines).toEqual(['above', 'host$ cab']);
    expect(screen.cursor).toEqual([1, 7]);
  });

  it('returns a line, an interrupt or the end of input', async () => {
    const { screen, editor } = start();
    let read = editor.read('$ ');
    editor.type('half\u0003');
    expect(await read).toEqual({ kind: 'interrupted' });
    expect(screen.lines).toEqual(['$ half^C', '']);
    read = editor.read('$ ');
    editor.type('\u0004');
    expect(await read).toEqual({ kind: 'end' });
    editor.end();
    expect(await editor.read('$ ')).toEqual({ kind: 'end' });
  });

  it('input after a line is left for the command that the line runs', async () => {
    const { editor } = start();
    const read = editor.read('$ ');
    editor.type('cat\nfirst\nsecond');
    expect(await read).toEqual({ kind: 'line', text: 'cat' });
    expect(editor.takeUnread()).toBe('first\nsecond');
  });

  it('a key that arrives in pieces is one key', () => {
    const { screen, editor } = start();
    void editor.read('$ ');
    for (const piece of ['ab', '\u001b', '[', 'D', 'X']) editor.type(piece);
    expect(screen.lines).toEqual(['$ aXb']);
  });
});

describe('the history', () => {
  const lines = ['ls /etc', 'echo one', 'cat /etc/hosts'];

  it('moves up and down, and returns to the text that was typed', () => {
    const { screen, editor } = start({ lines });
    void editor.read('$ ');
    editor.type('half\u001b[A');
    expect(screen.lines).toEqual(['$ cat /etc/hosts']);
    editor.type('\u001b[A\u001b[A\u001b[A');
    expect(screen.lines).toEqual(['$ ls /etc']);
    expect(screen.bells).toBe(1);
    editor.type('\u001b[B changed\u001b[A\u001b[B');
    expect(screen.lines).toEqual(['$ echo one changed']);
    editor.type('\u001b[B\u001b[B');
    expect(screen.lines).toEqual(['$ half']);
  });

  it('is searched backwards while the text is typed', async () => {
    const { screen, editor } = start({ lines });
    const read = editor.read('$ ');
    editor.type('\u0012');
    expect(screen.lines).toEqual(["(reverse-i-search)`':"]);
    editor.type('etc');
    expect(screen.lines).toEqual(["(reverse-i-search)`etc': cat /etc/hosts"]);
    editor.type('\u0012');
    expect(screen.lines).toEqual(["(reverse-i-search)`etc': ls /etc"]);
    editor.type('\u0012');
    expect(screen.lines).toEqual(["(failed reverse-i-search)`etc': ls /etc"]);
    editor.type('\u007f\u007f');
    editor.type('\u0005 x\r');
    expect((await read).kind).toBe('line');
    expect(screen.lines[0]).toMatch(/^\$ .* x$/);
  });

  it('restores the line when a search is abandoned', () => {
    const { screen, editor } = start({ lines });
    void editor.read('$ ');
    editor.type('mine\u0012one\u0007');
    expect(screen.lines).toEqual(['$ mine']);
  });

  it('inserts the last argument of the previous line', () => {
    const { screen, editor } = start({ lines });
    void editor.read('$ ');
    editor.type('ls \u001b.');
    expect(screen.lines).toEqual(['$ ls /etc/hosts']);
    editor.type('\u001b.');
    expect(screen.lines).toEqual(['$ ls one']);
  });
});

describe('completion', () => {
  const names = ['kafka-topics', 'kafka-acls', 'kafka-configs'];
  const complete = (before: string): Completion => {
    const matches = names.filter((name) => name.startsWith(before));
    return { length: before.length, matches, shown: matches, ending: ' ' };
  };

  it('completes the common prefix, and a single match completely', () => {
    const { screen, editor } = start({ complete });
    void editor.read('$ ');
    editor.type('k\t');
    expect(screen.lines).toEqual(['$ kafka-']);
    editor.type('to\tx');
    expect(screen.lines).toEqual(['$ kafka-topics x']);
  });

  it('lists the matches in columns on a second Tab that changes nothing', () => {
    const { screen, editor } = start({ complete, columns: 30 });
    void editor.read('$ ');
    editor.type('k\t\t');
    expect(screen.lines).toEqual(['$ kafka-']);
    editor.type('\tx');
    expect(screen.lines).toEqual(['$ kafka-', 'kafka-topics   kafka-configs', 'kafka-acls', '$ kafka-x']);
  });

  it('asks before it lists many', () => {
    const many = Array.from({ length: 120 }, (_, index) => `name${index}`);
    const { screen, editor } = start({
      complete: (before) => ({ length: before.length, matches: many, shown: many, ending: ' ' }),
    });
    void editor.read('$ ');
    editor.type('name\t\t');
    expect(screen.lines.slice(0, 2)).toEqual(['$ name', 'Display all 120 possibilities? (y or n)']);
    editor.type('n');
    expect(screen.lines.at(-1)).toBe('$ name');
  });
});
