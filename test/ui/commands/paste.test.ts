import { afterEach, describe, expect, it } from 'vitest';
import { type Driver, drive } from '../components/app-driver.tsx';
import { createFakeSession } from '../fake-session.ts';
import { fakeDetail, fakeView, fakeViews, podRows } from '../views/fake-view.ts';

let app: Driver | undefined;
afterEach(() => app?.close());

const pasted = (text: string): string => `\u001b[200~${text}\u001b[201~`;
const typed = (): string | undefined => {
  const { mode } = app!.ui.get();
  return 'text' in mode ? mode.text : undefined;
};

describe('a paste', () => {
  it.each([
    ['a copied line kept its line break, and the filter found nothing', 'partition 1\r', 'partition 1'],
    ['several lines become one', 'one\r\n\r\n  two\nthree', 'one two three'],
    ['a blank alone stays', ' a ', ' a '],
    ['control characters are removed', 'a\u0007b\u0000c\u202ed', 'abcd'],
    ['a colour ended the program', 'a\u001b[31mb\u001b[0mc', 'abc'],
  ])('in a filter: %s', async (_what, text, expected) => {
    app = drive(createFakeSession());
    await app.press('4/');
    await app.press(pasted(text));
    await app.press('!');
    await app.sees(`/${expected}!`);
    expect(typed()).toBe(`${expected}!`);
    expect(app.left).toEqual([]);
  });

  it('in the command line is one line, and carries out nothing', async () => {
    app = drive(createFakeSession());
    await app.press(':');
    await app.press(pasted('theme\rlight\r'));
    await app.sees(':theme light');
    expect(typed()).toBe('theme light');
  });

  it('where no box is open did nothing and said nothing', async () => {
    app = drive(createFakeSession());
    await app.press(pasted('q\r'));
    await app.sees('Text can be pasted into a text box: open one first.');
    expect(app.left).toEqual([]);
  });
});

it('a value of several lines became one without a word', async () => {
  const driver = await openBox(boxes.find(([box]) => box === 'the line that a view asks for')![1]);
  await driver.press(pasted('copied line\n'));
  await driver.sees('copied line');
  expect(driver.screen()).not.toContain('This box takes one line');
  await driver.press(pasted('{\n\t"n": 1\n}\n'));
  await driver.sees('This box takes one line: line breaks and tabs');
});

/** Each text box, with the keys that open it, and what is on the screen before the last of them. */
const boxes: readonly (readonly [box: string, open: readonly (readonly [key: string, sees: string])[]])[] = [
  ['the command line', [[':', 'complete']]],
  ['the filter of a log', [['4/', 'leave']]],
  ['the search in a step', [['2/', 'leave']]],
  [
    'the filter of a view',
    [
      [':pods\r', 'pods  5'],
      ['/', 'leave'],
    ],
  ],
  [
    'the search in a text',
    [
      [':pods\r', 'pods  5'],
      ['d', 'one'],
      ['/', 'leave'],
    ],
  ],
  [
    'the line that a view asks for',
    [
      [':pods\r', 'pods  5'],
      ['y', 'Value'],
    ],
  ],
  ['an answer', [['a', 'Question 1 of 2']]],
];

async function openBox(keys: (typeof boxes)[number][1]): Promise<Driver> {
  const session = createFakeSession();
  session.finish(4);
  session.set({ current: 4 });
  const view = fakeView(podRows, {
    answer: (action) =>
      action === 'yaml'
        ? { kind: 'type', prompt: 'Value', text: '', accept: () => ({ kind: 'message', text: 'ran' }) }
        : { kind: 'detail', detail: fakeDetail(['one']) },
  });
  app = drive(session, undefined, undefined, { views: fakeViews(view) });
  for (const [key, sees] of keys) {
    await app.press(key);
    await app.sees(sees);
  }
  return app;
}

describe.each(boxes)('in %s', (box, keys) => {
  const isAnswer = box === 'an answer';

  it('an escape at the end of a paste swallowed all later keys', async () => {
    const driver = await openBox(keys);
    await driver.press(pasted('a\u001b[31mb\u001b'));
    await driver.press('!');
    await driver.sees('ab!');
    expect(typed()).toBe('ab!');
    expect(driver.ui.get().pasting).toBe(false);
  });

  it('a tab was two blanks or went to a stop, as the terminal cut the paste into pieces', async () => {
    const driver = await openBox(keys);
    for (const piece of ['\u001b[200~abc', '\t', 'd\te\u001b[201~', '!']) await driver.press(piece);
    await driver.sees('e!');
    expect(typed()).toBe('abc     d       e!');
  });

  it('a line break whose halves came in two pieces was two', async () => {
    const driver = await openBox(keys);
    for (const piece of ['\u001b[200~a\r', '\nb\u001b[201~', '!']) await driver.press(piece);
    await driver.sees('b!');
    expect(typed()).toBe(isAnswer ? 'a\nb!' : 'a b!');
  });

  it('what did not fit was left out without a word, and half of a character stayed', async () => {
    const driver = await openBox(keys);
    await driver.press(pasted(`y${'👍'.repeat(12_000)}`));
    await driver.sees(`This box takes ${isAnswer ? '20,000' : '500'} characters`);
    expect(typed()).toBe(`y${'👍'.repeat(isAnswer ? 9_999 : 249)}`);
  });

  it('no line of a long paste is carried out', async () => {
    const driver = await openBox(keys);
    const { kind } = driver.ui.get().mode;
    await driver.press(pasted('quit-now\r\n'.repeat(1_000)));
    await driver.press(isAnswer ? '' : '!');
    await driver.sees('quit-now');
    expect(driver.ui.get().mode.kind).toBe(kind);
    expect(driver.left).toEqual([]);
  });
});

it('an escape right before a paste took its bracket away, and the paste ran as keys', async () => {
  app = drive(createFakeSession());
  await app.press(`\u001b${pasted('q\r')}`);
  await app.sees('Text can be pasted into a text box: open one first.');
  expect(app.left).toEqual([]);
});

it('ctrl-F1 ended the program', async () => {
  app = drive(createFakeSession());
  await app.press('\u001b[1;5P');
  await app.press('?');
  await app.sees('Everywhere');
});
