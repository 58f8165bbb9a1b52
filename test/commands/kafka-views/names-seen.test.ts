import { expect, it } from 'vitest';
import { NamesSeen } from '../../../source/commands/kafka-views/names-seen.ts';
import { topicsView } from '../../../source/commands/kafka-views/topics-view.ts';
import { fakeBrowser, fakeContext } from './fake-browser.ts';

it('knows the topic of the lab from the start, and the others once they were on the screen', async () => {
  const context = fakeContext(fakeBrowser());
  expect(context.seen.all('test').get('messages')).toEqual(['test']);
  const view = topicsView(context);
  await expect
    .poll(() => context.seen.all('test').get('msg'))
    .toEqual(['test', 'orders', '__consumer_offsets']);
  view.close();
});

it('keeps no more names than somebody completes among', () => {
  const seen = new NamesSeen();
  seen.see(
    'groups',
    Array.from({ length: 5_000 }, (_, at) => `group-${at}`),
  );
  expect(seen.all('test').get('groups')).toHaveLength(200);
});
