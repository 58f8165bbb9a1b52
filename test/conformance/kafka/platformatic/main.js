// Does one task with @platformatic/kafka and prints what it found: node main.js BOOTSTRAP TASK TOPIC
import {
  Admin,
  Consumer,
  MessagesStreamModes,
  ProduceAcks,
  Producer,
  stringDeserializers,
  stringSerializers,
} from '@platformatic/kafka';

const [bootstrap, task, topic] = process.argv.slice(2);
const base = { clientId: 'platformatic', bootstrapBrokers: [bootstrap], retries: 10, retryDelay: 200 };
const admin = () => new Admin(base);
const producer = (more = {}) =>
  new Producer({
    ...base,
    serializers: stringSerializers,
    acks: ProduceAcks.ALL,
    autocreateTopics: true,
    ...more,
  });
const consumer = (groupId, more = {}) =>
  new Consumer({
    ...base,
    groupId,
    deserializers: stringDeserializers,
    maxWaitTime: 100,
    sessionTimeout: 10_000,
    heartbeatInterval: 200,
    ...more,
  });

/** Reads from the beginning, outside of any committed offset, until there are so many. */
async function take(from, count, more = {}) {
  const stream = await from.consume({
    topics: [topic],
    mode: MessagesStreamModes.EARLIEST,
    autocommit: false,
    ...more,
  });
  const taken = [];
  for await (const message of stream) {
    taken.push(message);
    if (taken.length === count) break;
  }
  await stream.close();
  return taken;
}

const send = (from, messages, more = {}) =>
  from.send({ messages: messages.map((message) => ({ topic, ...message })), ...more });

const code = (error) => {
  const found = [error, ...(error.errors ?? [])].flatMap((one) => [
    one,
    ...(one.errors ?? []),
    one.cause ?? {},
  ]);
  return found.map(({ apiId }) => apiId).find(Boolean) ?? error.code ?? error.message;
};

const tasks = {
  async metadata() {
    const found = await admin().metadata({ topics: [topic] });
    const { partitions } = found.topics.get(topic);
    return { brokers: found.brokers.size, partitions: partitions.map(({ isr }) => isr.length) };
  },
  async admin() {
    const one = admin();
    const [made] = await one.createTopics({ topics: [topic], partitions: 2, replicas: 3 });
    const again = await one.createTopics({ topics: [topic], partitions: 2, replicas: 3 }).catch(code);
    await one.createPartitions({ topics: [{ name: topic, count: 4, assignments: null }] });
    const resource = { resourceType: 2, resourceName: topic };
    await one.incrementalAlterConfigs({
      resources: [{ ...resource, configs: [{ name: 'retention.ms', configOperation: 0, value: '60000' }] }],
    });
    const [described] = await one.describeConfigs({
      resources: [{ ...resource, configurationKeys: ['retention.ms'] }],
    });
    const { topics } = await one.metadata({ topics: [topic], forceUpdate: true });
    await one.deleteTopics({ topics: [topic] });
    const left = await one.listTopics();
    return {
      made: made.partitions,
      again,
      partitions: topics.get(topic).partitions.length,
      retention: described.configs[0].value,
      gone: !left.includes(topic),
    };
  },
  async produce() {
    const one = producer();
    const places = new Set();
    for (let i = 0; i < 1_000; i += 50) {
      const messages = Array.from({ length: 50 }, (_, j) => ({
        key: `k${i + j}`,
        value: `message ${i + j}`,
      }));
      const { offsets } = await send(one, messages);
      for (const { partition, offset } of offsets) places.add(`${partition}@${offset}`);
    }
    return { batches: places.size };
  },
  async consume() {
    const taken = await take(consumer(`${topic}-all`), 1_000);
    return {
      distinct: new Set(taken.map(({ value }) => value)).size,
      keys: new Set(taken.map(({ key }) => key)).size,
    };
  },
  async codecs() {
    const one = producer();
    for (const compression of ['none', 'gzip', 'snappy', 'lz4', 'zstd']) {
      try {
        await send(one, [{ value: `${compression} ${'x'.repeat(1_000)}` }], { compression });
      } catch (error) {
        // zstd is Node's own from 22.15 on: before that the client refuses it.
        if (!error.errors?.every((one) => one.code === 'PLT_KFK_UNSUPPORTED_COMPRESSION')) throw error;
      }
    }
    const taken = await take(consumer(`${topic}-codecs`), 4);
    return {
      codecs: taken
        .map(({ value }) => value.split(' ')[0])
        .filter((name) => name !== 'zstd')
        .sort(),
    };
  },
  async headers() {
    await send(producer(), [{ key: 'k', value: 'v', headers: { a: '1', b: '2' } }]);
    const [{ key, headers }] = await take(consumer(`${topic}-headers`), 1);
    return { key, headers: [...headers] };
  },
  async group() {
    const [first, second] = [consumer(`${topic}-g`), consumer(`${topic}-g`)];
    const stream = await first.consume({
      topics: [topic],
      mode: MessagesStreamModes.EARLIEST,
      autocommit: false,
    });
    stream.on('error', () => {});
    stream.resume();
    const alone = first.assignments?.[0]?.partitions.length;
    const other = await second.consume({
      topics: [topic],
      mode: MessagesStreamModes.EARLIEST,
      autocommit: false,
    });
    other.on('error', () => {});
    other.resume();
    const shares = () => [first, second].map(({ assignments }) => assignments?.[0]?.partitions.length ?? 0);
    const until = Date.now() + 20_000;
    while (shares().join() !== '2,2' && Date.now() < until) await new Promise((next) => setTimeout(next, 50));
    const both = shares();
    const described = (await admin().describeGroups({ groups: [`${topic}-g`] })).get(`${topic}-g`);
    return { alone, both, state: described.state, members: described.members.size };
  },
  async committed() {
    const one = consumer(`${topic}-c`);
    const taken = await take(one, 1_000);
    for (const message of taken.slice(-1)) await message.commit();
    const next = new Map();
    for (const { partition, offset } of taken) next.set(partition, offset + 1n);
    await one.commit({
      offsets: [...next].map(([partition, offset]) => ({ topic, partition, offset, leaderEpoch: -1 })),
    });
    const listed = await one.listCommittedOffsets({ topics: [{ topic, partitions: [0, 1, 2, 3] }] });
    await one.close(true);
    const described = (await admin().describeGroups({ groups: [`${topic}-c`] })).get(`${topic}-c`);
    const [group] = await admin().listConsumerGroupOffsets({ groups: [`${topic}-c`] });
    const offsets = group.topics[0].partitions.map(({ committedOffset }) => Number(committedOffset));
    return {
      sum: listed.get(topic).reduce((sum, offset) => sum + Number(offset), 0),
      seen: offsets.reduce((sum, offset) => sum + offset, 0),
      state: described.state,
    };
  },
  async idempotent() {
    const one = producer({ idempotent: true });
    for (let i = 0; i < 100; i++) await send(one, [{ key: 'same', value: `${i}` }]);
    const taken = await take(consumer(`${topic}-i`), 100);
    return { values: taken.every(({ value }, index) => value === `${index}`), received: taken.length };
  },
  async times() {
    const begin = Date.now() - 60_000;
    const one = producer();
    for (let i = 0; i < 3; i++)
      await send(one, [{ value: `${i}`, partition: 0, timestamp: BigInt(begin + i * 1_000) }]);
    const found = await consumer(`${topic}-t`).listOffsets({
      topics: [topic],
      partitions: { [topic]: [0] },
      timestamp: BigInt(begin + 500),
    });
    return { offset: Number(found.get(topic)[0]) };
  },
  async large() {
    const one = producer();
    await send(one, [{ value: 'x'.repeat(1_000_000) }]);
    const refused = await send(one, [{ value: 'x'.repeat(2_000_000) }], { retries: 0 }).then(
      () => 'taken',
      code,
    );
    return { refused };
  },
  async unknown() {
    return {
      error: await admin()
        .metadata({ topics: [topic] })
        .then(() => 'found', code),
    };
  },
};

const found = await tasks[task]();
process.stdout.write(
  JSON.stringify(found, (_, value) => (typeof value === 'bigint' ? Number(value) : value)),
);
process.exit(0);
