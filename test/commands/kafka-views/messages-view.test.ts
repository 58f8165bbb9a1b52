import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { messagesView } from '../../../source/commands/kafka-views/messages-view.ts';
import type { Outcome, View, ViewAction } from '../../../source/ui/views/view.ts';
import { type FakeBrowser, type FakeContext, fakeBrowser, fakeContext } from './fake-browser.ts';

let browser: FakeBrowser;
let context: FakeContext;
let view: View;

beforeEach(async () => {
  browser = fakeBrowser();
  context = fakeContext(browser);
  view = messagesView(context, { topic: 'test', partition: 0 });
  await shows(0);
});
afterEach(() => view.close());

const first = (): string | undefined => view.snapshot().rows[0]?.cells[0];
const shows = (offset: number) => expect.poll(first, { timeout: 10_000 }).toBe(String(offset));
const act = (action: ViewAction): Outcome | Promise<Outcome> => view.perform(action, view.snapshot().rows[0]);
const type = async (action: ViewAction, text: string): Promise<Outcome> => {
  const asked = await act(action);
  if (asked.kind !== 'type') throw new Error(`${action} asks for no line`);
  return asked.accept(text);
};

describe('the messages of a partition', () => {
  it('go on by pages, up to the ends', async () => {
    expect(view.snapshot()).toMatchObject({ note: '0–499 of 0–1203', loaded: true });
    expect(await act('previous-page')).toEqual({
      kind: 'message',
      text: 'This is the start of the partition.',
    });
    await act('next-page');
    await shows(500);
    await act('next-page');
    await shows(1_000);
    expect(view.snapshot().rows).toHaveLength(204);
    expect(await act('next-page')).toEqual({ kind: 'message', text: 'This is the end of the partition.' });
    await act('previous-page');
    await shows(500);
    expect(view.command).toContain('--partition 0 --offset 500 --max-messages 500');
  });

  it('are found by an offset or an end', async () => {
    await type('seek', '700');
    await shows(700);
    await type('seek', 'end');
    await shows(704);
    await expect(type('seek', 'nowhere')).rejects.toThrow('`nowhere` is no place in a partition');
  });

  it('follow the newest, and never hold more than a page', async () => {
    await act('follow');
    await shows(1_203);
    browser.end = 1_900;
    await shows(1_899);
    browser.end = 1_902;
    await expect.poll(first, { timeout: 10_000 }).toBe('1901');
    expect(view.snapshot().rows).toHaveLength(500);
    expect(view.snapshot().note).toContain('following');
    await act('follow');
    await expect.poll(() => view.snapshot().note, { timeout: 10_000 }).not.toContain('following');
  });

  it('are shown in another form without asking a broker again', async () => {
    const asked = browser.asked.length;
    await act('form');
    await expect.poll(() => view.snapshot().note).toContain('json');
    expect(browser.asked).toHaveLength(asked);
  });

  it('are those of the page that was asked for, in another form or not', async () => {
    await act('form');
    await act('next-page');
    await shows(500);
    await act('next-page');
    await act('form');
    await shows(1_000);
  });

  it('are searched for a text', async () => {
    await type('find', '4711');
    await expect.poll(() => view.snapshot().rows.length, { timeout: 10_000 }).toBe(125);
    expect(view.snapshot().note).toBe('0–496 of 0–1203, with “4711”, 500 searched, more after');
    await type('find', '');
    await expect.poll(() => view.snapshot().rows.length, { timeout: 10_000 }).toBe(500);
  });

  it('of another partition begin at its start', async () => {
    await act('next-partition');
    await expect.poll(() => view.snapshot().loaded && browser.asked.at(-1)?.partition).toBe(1);
    expect(view.title).toBe('test, partition 1');
  });

  it('are shown whole, in the form that was chosen', async () => {
    const open = async (): Promise<readonly string[]> => {
      const opened = await act('open');
      if (opened.kind !== 'detail') throw new Error('no text opens');
      return opened.detail.snapshot().lines;
    };
    expect(await open()).toContain('{"reading":0.4711,"room":"attic"}');
    await act('form');
    expect(await open()).toEqual(expect.arrayContaining(['{', '  "reading": 0.4711,']));
    await act('form');
    expect((await open()).at(-1)).toMatch(/^0020 {2}[\da-f]{2} /);
  });
});

describe('the messages of all partitions', () => {
  let all: View;
  const at = (row: number): string => all.snapshot().rows[row]?.cells.slice(0, 2).join('/') ?? '';
  const begins = (place: string) => expect.poll(() => at(0), { timeout: 10_000 }).toBe(place);
  const press = (action: ViewAction, row = 0): Outcome | Promise<Outcome> =>
    all.perform(action, all.snapshot().rows[row]);
  const typeTo = async (action: ViewAction, text: string): Promise<void> => {
    const asked = await press(action);
    if (asked.kind !== 'type') throw new Error(`${action} asks for no line`);
    await asked.accept(text);
  };

  beforeEach(async () => {
    all = messagesView(context, { topic: 'test' });
    await begins('0/0');
  });
  afterEach(() => all.close());

  it('were only those of partition 0', () => {
    expect(all.title).toBe('test, all partitions');
    expect(all.snapshot().columns[0]).toMatchObject({ name: 'PARTITION' });
    expect([0, 1, 2, 3].map(at)).toEqual(['0/0', '1/0', '0/1', '1/1']);
    expect(all.snapshot().note).toBe('1–500 of 1,204, without partition 2');
  });

  it('go on by pages, up to the ends', async () => {
    expect(await press('previous-page')).toEqual({
      kind: 'message',
      text: 'This is the start of all partitions.',
    });
    await press('next-page');
    await begins('0/250');
    expect(all.snapshot().note).toContain('501–1,000 of 1,204');
    await press('next-page');
    await begins('0/500');
    expect(all.snapshot().rows).toHaveLength(204);
    expect(await press('next-page')).toEqual({ kind: 'message', text: 'This is the end of all partitions.' });
    await press('previous-page');
    await begins('0/250');
  });

  it('are not read again while the page is full', async () => {
    await typeTo('seek', '0');
    await expect.poll(() => browser.allAsked.length).toBeGreaterThan(1);
    await expect.poll(() => browser.allAsked.at(-1)?.most, { timeout: 10_000 }).toBe(0);
  });

  it('follow the newest, and never hold more than a page', async () => {
    await press('follow');
    await begins('1/601');
    browser.end = 1_206;
    await begins('1/602');
    expect(all.snapshot().rows).toHaveLength(500);
    expect(all.snapshot().note).toBe('707–1,206 of 1,206, without partition 2, following, newest first');
    browser.end = 3_000;
    await begins('1/1499');
    expect(all.snapshot().rows).toHaveLength(500);
    await press('follow');
    await begins('0/1250');
  });

  it('are searched for a text, page by page and back', async () => {
    await typeTo('find', '4711');
    await expect.poll(() => all.snapshot().note).toContain('with “4711”');
    const [before] = all.snapshot().rows;
    await press('next-page');
    await expect.poll(() => all.snapshot().rows[0]).not.toEqual(before);
    await press('previous-page');
    await expect.poll(() => all.snapshot().rows[0]).toEqual(before);
  });

  it('lead to one partition and back', async () => {
    await press('all-partitions', 5);
    await expect.poll(() => at(0).split('/')[0], { timeout: 10_000 }).toBe('2');
    expect(all.title).toBe('test, partition 1');
    expect(all.snapshot().columns[0]).toMatchObject({ name: 'OFFSET' });
    await press('all-partitions');
    await begins('0/1');
    await press('next-partition');
    await expect.poll(() => all.snapshot().columns[0]?.name).toBe('OFFSET');
    expect(all.title).toBe('test, partition 0');
    await press('previous-partition');
    await begins('0/0');
    expect(await press('previous-partition')).toMatchObject({ kind: 'message' });
  });

  it('open with the partition of their own', async () => {
    const opened = await press('open', 3);
    if (opened.kind !== 'detail') throw new Error('no text opens');
    expect(opened.detail.title).toBe('test, partition 1, offset 1');
    expect(opened.detail.command).toContain('--partition 1 --offset 1');
  });
});

it('followed below the newest messages, where an older one was selected', async () => {
  expect(await act('form')).toEqual({ kind: 'nothing' });
  expect(await act('follow')).toEqual({ kind: 'other-rows' });
  await shows(1_203);
  expect(view.snapshot().growsAtTop).toBe(true);
  await type('seek', '700');
  await shows(700);
  expect(view.snapshot().growsAtTop).toBeUndefined();
});

describe('a message that is produced', () => {
  it('is a command line of the console producer, recorded like any other', async () => {
    const asked = await type('produce', 'k 1');
    if (asked.kind !== 'type') throw new Error('no value is asked for');
    expect(await asked.accept(`it's`)).toEqual({ kind: 'message', text: 'One message was sent to test.' });
    expect(context.typedLines).toEqual([context.commands.produce('test', 'k 1', `it's`)]);
  });

  it('is not said to be sent where the tool reports an error', async () => {
    view.close();
    context = fakeContext(browser, '[2026] ERROR Error when sending message\nTimeoutException: no leader\n');
    view = messagesView(context, { topic: 'test', partition: 0 });
    const asked = await type('produce', '');
    if (asked.kind !== 'type') throw new Error('no value is asked for');
    expect(await asked.accept('v')).toEqual({ kind: 'message', text: 'TimeoutException: no leader' });
  });
});
