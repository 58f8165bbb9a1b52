import { expect, vi } from 'vitest';
import { openKafkaView } from '../../../source/commands/kafka-views/open-kafka-view.ts';
import type { KafkaViewName } from '../../../source/commands/kafka-views/view-names.ts';
import { freshDetail } from '../../../source/ui/views/detail-state.ts';
import type { OpenView } from '../../../source/ui/views/open-view.ts';
import { freshTable } from '../../../source/ui/views/table-state.ts';
import type { Detail, View } from '../../../source/ui/views/view.ts';
import { fakeBrowser, fakeContext, noon } from '../../commands/kafka-views/fake-browser.ts';
import { fakeView } from '../views/fake-view.ts';

const lines: Readonly<Record<string, readonly [name: KafkaViewName, argument: string]>> = {
  brokers: ['brokers', ''],
  topics: ['topics', ''],
  partitions: ['topics', 'test'],
  groups: ['groups', ''],
  group: ['groups', 'test-group'],
  messages: ['messages', 'test 0'],
  'all-messages': ['messages', 'test'],
  zk: ['zk', '/'],
};

/** The views of Kafka as they look once they are read, by name, and a message that is open. */
export async function kafkaScenes(): Promise<Readonly<Record<string, OpenView>>> {
  vi.useFakeTimers({ toFake: ['Date'] });
  process.env.TZ = 'UTC';
  vi.setSystemTime(noon + 600_000);
  const scenes: Record<string, OpenView> = {};
  for (const [scene, [name, argument]] of Object.entries(lines)) {
    const view = openKafkaView(name, argument, fakeContext(fakeBrowser()), 'test');
    await vi.waitUntil(() => view.snapshot().loaded);
    scenes[scene] = { view: standing(view), table: freshTable, detail: undefined };
    if (scene === 'messages')
      scenes.message = {
        ...scenes[scene],
        detail: { detail: await openFirst(view), state: freshDetail(false) },
      };
    view.close();
  }
  vi.useRealTimers();
  return scenes;
}

/** The view, which does not change any more. */
function standing({ title, command, keys, actions, snapshot }: View): View {
  return fakeView(snapshot(), { title, command, keys, actions });
}

async function openFirst(view: View): Promise<Detail> {
  const outcome = await view.perform('open', view.snapshot().rows[0]);
  expect(outcome.kind).toBe('detail');
  if (outcome.kind !== 'detail') throw new Error('no message opens');
  return outcome.detail;
}
