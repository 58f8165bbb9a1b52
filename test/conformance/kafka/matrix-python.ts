import { spawnSync } from 'node:child_process';
import { expect } from 'vitest';
import { runTool } from '../tools.ts';
import type { Cell, Row } from './matrix-row.ts';

/** A Python with kafka-python; a distribution's own may have it even if another one on PATH does not. */
const python = ['/usr/bin/python3', 'python3'].find(
  (path) => spawnSync(path, ['-c', 'import kafka']).status === 0,
);

const program = `
import json, sys, time
from kafka import KafkaAdminClient, KafkaConsumer, KafkaProducer, TopicPartition
from kafka.admin import NewTopic
from kafka.errors import MessageSizeTooLargeError, TopicAlreadyExistsError, UnknownTopicOrPartitionError
bootstrap, task, topic = sys.argv[1:4]
def admin(): return KafkaAdminClient(bootstrap_servers=bootstrap)
def producer(**more): return KafkaProducer(bootstrap_servers=bootstrap, acks='all', **more)
def consumer(*topics, **more): return KafkaConsumer(*topics, bootstrap_servers=bootstrap, auto_offset_reset='earliest', consumer_timeout_ms=8000, **more)
def take(source, count):
    taken = []
    for message in source:
        taken.append(message)
        if len(taken) == count: break
    return taken
def metadata():
    one = consumer()
    return dict(partitions=sorted(one.partitions_for_topic(topic)), known=topic in one.topics())
def topics():
    one = admin()
    one.create_topics([NewTopic(topic, 2, 3)])
    try: one.create_topics([NewTopic(topic, 2, 3)])
    except TopicAlreadyExistsError: again = True
    described = one.describe_topics([topic])[0]
    one.delete_topics([topic])
    try: one.delete_topics([topic])
    except UnknownTopicOrPartitionError: gone = True
    return dict(again=again, gone=gone, partitions=len(described['partitions']))
def produce():
    one = producer()
    sent = [one.send(topic, b'message %d' % i) for i in range(1000)]
    return dict(sent=len(set((m.get(10).partition, m.get(10).offset) for m in sent)))
def consume():
    return dict(distinct=len(set(m.value for m in take(consumer(topic), 1000))))
def codecs():
    for codec in ('gzip',):
        one = producer(compression_type=codec)
        one.send(topic, b'x' * 2000).get(10)
    return dict(sizes=[len(m.value) for m in take(consumer(topic), 1)])
def headers():
    producer().send(topic, key=b'k', value=b'v', headers=[('a', b'1')]).get(10)
    m = take(consumer(topic), 1)[0]
    return dict(key=m.key.decode(), headers=[[k, v.decode()] for k, v in m.headers])
def group():
    one = consumer(topic, group_id=topic + '-py', enable_auto_commit=False)
    distinct = len(set(m.value for m in take(one, 1000)))
    one.commit()
    one.close()
    offsets = admin().list_consumer_group_offsets(topic + '-py')
    return dict(distinct=distinct, committed=sum(o.offset for o in offsets.values()))
def described():
    return dict(state=admin().describe_consumer_groups([topic + '-py'])[0].state)
def times():
    one, begin = producer(), int(time.time() * 1000) - 60000
    for i in range(3): one.send(topic, b'v', partition=0, timestamp_ms=begin + i * 1000).get(10)
    at = TopicPartition(topic, 0)
    return dict(offset=consumer().offsets_for_times({at: begin + 500})[at].offset)
def large():
    one = producer(max_request_size=3000000)
    one.send(topic, b'x' * 1000000).get(10)
    try: one.send(topic, b'x' * 2000000).get(10)
    except MessageSizeTooLargeError: refused = True
    return dict(refused=refused)
print(json.dumps(globals()[task]()))
`;

function finds(task: string, wanted: Record<string, unknown>, suffix = ''): Cell {
  return async ({ bootstrap }, topic) => {
    const args = ['-c', program, bootstrap, task, `${topic}${suffix}`];
    const { code, stdout, stderr } = await runTool(python!, args, { timeoutMs: 50_000 });
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout)).toEqual(wanted);
  };
}

const topics = finds('topics', { again: true, gone: true, partitions: 2 }, '-made');

export const pythonRow: Row = {
  tool: 'kafka-python 2.0',
  tier: 'should',
  absent: python === undefined ? 'no python3 has kafka-python' : undefined,
  cells: {
    metadata: finds('metadata', { partitions: [0, 1, 2, 3], known: true }),
    'create topic': topics,
    'describe topic': topics,
    'delete topic': topics,
    'produce 1,000': finds('produce', { sent: 1_000 }),
    'consume 1,000': finds('consume', { distinct: 1_000 }),
    codecs: finds('codecs', { sizes: [2_000] }, '-gzip'),
    'keys and headers': finds('headers', { key: 'k', headers: [['a', '1']] }, '-keys'),
    'committed offsets': finds('group', { distinct: 1_000, committed: 1_000 }),
    'describe group': finds('described', { state: 'Empty' }),
    timestamps: finds('times', { offset: 1 }, '-times'),
    'large message': finds('large', { refused: true }, '-large'),
  },
};
