import { describe, expect, it } from 'vitest';
import { openKafkaView } from '../../../source/commands/kafka-views/open-kafka-view.ts';
import { kafkaViewOf } from '../../../source/commands/kafka-views/view-names.ts';
import { LabError } from '../../../source/errors/lab-error.ts';
import { visible } from '../../../source/text/safe-text.ts';
import type { View } from '../../../source/ui/views/view.ts';
import { fakeBrowser, fakeContext } from './fake-browser.ts';

const browser = fakeBrowser();
const context = fakeContext(browser);
const open = async (line: string, from = context): Promise<View> => {
  const [name = '', ...rest] = line.split(' ');
  const view = openKafkaView(kafkaViewOf(name)!, rest.join(' '), from, 'test');
  await expect.poll(() => view.snapshot().loaded).toBe(true);
  view.close();
  return view;
};
const cells = ({ snapshot }: Pick<View, 'snapshot'>): string[] =>
  snapshot().rows.map(({ cells: row }) => row.join(' '));

describe('a view of Kafka', () => {
  it.each([
    ['brokers', 'brokers', 'kafka-broker-api-versions'],
    ['brokers 1', 'led by broker 1', 'kafka-topics'],
    ['topics', 'topics', '--describe'],
    ['topic test', 'topic test', '--describe --topic test'],
    ['groups', 'groups', '--all-groups --state'],
    ['group test-group', 'group test-group', '--describe --group test-group'],
    ['messages', 'test, all partitions', '--topic test --from-beginning'],
    ['messages test all end', 'test, all partitions', '--topic test --from-beginning'],
    ['msg test 3 700', 'test, partition 3', '--partition 3 --offset 700'],
    ['zk', 'zk /', 'zookeeper-shell localhost:2181 ls /'],
    ['zk brokers/ids/', 'zk /brokers/ids', 'ls /brokers/ids'],
  ])('is opened by `:%s`', async (line, title, command) => {
    const view = await open(line);
    expect([view.title, view.command]).toEqual([title, expect.stringContaining(command)]);
  });

  it('says that it is being read only until it has been', async () => {
    const view = openKafkaView('topics', '', context, 'test');
    expect(view.perform('describe', undefined)).toMatchObject({ kind: 'message', during: 'loading' });
    view.close();
  });

  it('refuses a partition that is no number', () => {
    expect(() => openKafkaView('messages', 'test one', context, 'test')).toThrow(
      '`one` is no number of a partition',
    );
  });

  it('makes what is not in order stand out', async () => {
    const marks = async (line: string) =>
      (await open(line)).snapshot().rows.map(({ emphasis }) => emphasis ?? '');
    expect(await marks('topics')).toEqual(['', 'bad', '']);
    expect(await marks('topics test')).toEqual(['bad', 'bad', 'bad', '']);
    expect(await marks('brokers')).toEqual(['', '', 'bad']);
    expect(await marks('groups')).toEqual(['over', '']);
  });

  it('shows the owner and the lag of each partition', async () => {
    const view = await open('groups test-group');
    expect(view.snapshot().note).toBe('Stable, RoundRobinAssigner, 2 members');
    expect(view.snapshot().rows.map(({ cells: row }) => row.slice(1, 8).join(' '))).toEqual([
      '0 46000 46290 290 consumer-0-3f2a 290 10.244.0.7',
      '1 45999 46290 291 consumer-1-3f2a 291 10.244.1.7',
      '2 45998 46290 292 <none> <none> <none>',
      '3 <none> 46290 <none> consumer-1-3f2a 291 10.244.1.7',
    ]);
  });

  it('keeps its rows and says why they are old when the brokers are gone', async () => {
    const own = fakeBrowser();
    const view = openKafkaView('topics', '', fakeContext(own), 'test');
    await expect.poll(() => view.snapshot().rows.length).toBe(3);
    own.failure = new LabError('cluster', 'no broker is running', { hint: 'run the step' });
    await expect
      .poll(() => view.snapshot().problem, { timeout: 5_000 })
      .toBe('no broker is running: run the step');
    expect(view.snapshot().rows).toHaveLength(3);
    view.close();
  });

  it('leads on: topic to partitions to messages, group to lag, broker to what it leads', async () => {
    const leads = async (view: View, index = 0): Promise<View> => {
      const outcome = await view.perform('open', view.snapshot().rows[index]);
      if (outcome.kind !== 'view') throw new Error(`${view.title} leads nowhere`);
      await expect.poll(() => outcome.view.snapshot().loaded).toBe(true);
      outcome.view.close();
      return outcome.view;
    };
    const partitions = await leads(await open('topics'), 1);
    expect(partitions.title).toBe('topic test');
    expect((await leads(partitions, 3)).title).toBe('test, partition 3');
    expect((await leads(await open('brokers'), 1)).title).toBe('led by broker 1');
    const group = await leads(await open('groups'), 1);
    expect(group.title).toBe('group test-group');
    expect((await leads(group, 0)).command).toContain('--offset 46000');
    expect((await leads(await open('zk'), 1)).title).toBe('zk /brokers');
    expect(cells(await open('zk'))[2]).toBe('controller 0 54 0 yes');
  });

  it('says of a znode whose name cannot be typed that no command shows it', async () => {
    const own = fakeBrowser();
    own.znodes = async () => [
      { name: visible('c\u202e'), path: '/c\u202e', stat: undefined },
      { name: visible('plain'), path: '/plain', stat: undefined },
    ];
    const view = openKafkaView('zk', '', fakeContext(own), 'test');
    await expect.poll(() => view.snapshot().rows.map(({ id }) => id)).toEqual(['c\\u202e', 'plain']);
    const [odd, plain] = view.snapshot().rows;
    expect(await view.perform('describe', odd)).toEqual({
      kind: 'message',
      text: 'The name of `/c\\u202e` has characters that cannot be typed: no command shows it.',
    });
    expect(await view.perform('describe', plain)).toMatchObject({ kind: 'detail' });
    view.close();
  });
});

it('did not add up the lag of the partitions that one member has', async () => {
  const fake = fakeBrowser();
  const { group, rows } = await fake.group('test-group', AbortSignal.timeout(1_000));
  const [owned] = rows;
  const both = [0, 1].map((partition) => ({ ...owned!, partition, lag: 20 + partition }));
  const context = fakeContext({ ...fake, group: async () => ({ group, rows: both }) });
  const view = openKafkaView('groups', 'test-group', context, 'test');
  await expect
    .poll(() =>
      view
        .snapshot()
        .rows.map(
          ({ cells }) => cells[view.snapshot().columns.findIndex(({ name }) => name === 'OWNER-LAG')],
        ),
    )
    .toEqual(['41', '41']);
  view.close();
});
