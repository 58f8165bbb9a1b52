import { expect, it } from 'vitest';
import { askToProduce } from '../../../source/commands/kafka-views/produce.ts';
import type { Outcome } from '../../../source/ui/views/view.ts';
import { fakeBrowser, fakeContext, message } from './fake-browser.ts';

/** Publishes `value` without a key to a topic that grows meanwhile by these messages, by partition. */
async function publish(value: string, grown: ReadonlyMap<number, readonly string[]>): Promise<Outcome> {
  const fake = fakeBrowser();
  let isSent = false;
  const context = fakeContext({
    ...fake,
    async partitions(which, signal) {
      const rows = await fake.partitions(which, signal);
      return rows.map((row) => ({
        ...row,
        end: 100 + (isSent ? (grown.get(row.partition)?.length ?? 0) : 0),
      }));
    },
    async messages(question, signal) {
      const page = await fake.messages(question, signal);
      const values = grown.get(question.partition) ?? [];
      const rows = values.map((each, at) => ({ ...message(100 + at, each), key: message(0).key }));
      return { ...page, rows };
    },
  });
  const typed: typeof context.typed = async (line) => {
    isSent = true;
    return context.typed(line);
  };
  const key = askToProduce({ ...context, typed }, 'test', () => {});
  if (key.kind !== 'type') throw new Error('no key is asked for');
  const asked = await key.accept('');
  if (asked.kind !== 'type') throw new Error('no value is asked for');
  return asked.accept(value);
}

it('did not say where the message went', async () => {
  const grown = new Map([
    [1, ['another']],
    [3, ['another', 'mine']],
  ]);
  expect(await publish('mine', grown)).toEqual({
    kind: 'message',
    text: 'One message was sent to test: partition 3, offset 101.',
  });
});

it('does not guess which of two messages that say the same was sent', async () => {
  const grown = new Map([
    [0, ['mine']],
    [2, ['mine']],
  ]);
  expect(await publish('mine', grown)).toEqual({ kind: 'message', text: 'One message was sent to test.' });
});
