import { expect, it } from 'vitest';
import { KafkaCommands } from '../../../source/commands/kafka-views/kafka-commands.ts';

const names = {
  brokerPod: 'kafka-0',
  brokerPort: 9092,
  zookeeperPod: 'zookeeper-0',
  zookeeperPort: 2181,
};
const commands = new KafkaCommands(names);

it('are what a person would type', () => {
  expect(commands.topic('test')).toBe(
    'kubectl exec kafka-0 -- kafka-topics --bootstrap-server localhost:9092 --describe --topic test',
  );
  expect(commands.znode('/brokers/ids/0')).toBe(
    'kubectl exec zookeeper-0 -- zookeeper-shell localhost:2181 get -s /brokers/ids/0',
  );
  expect(commands.brokers()).toBe(
    'kubectl exec kafka-0 -- kafka-broker-api-versions --bootstrap-server localhost:9092',
  );
});

it('quote what a shell would take for its own', () => {
  expect(commands.group('a; rm -rf /')).toContain(`--group 'a; rm -rf /'`);
  expect(commands.produce('test', '', `it's`)).toMatch(/^kubectl exec kafka-0 -- sh -c '.*'$/);
});

it("looked for the pods in another namespace, copied into the user's own shell", () => {
  const there = new KafkaCommands({ ...names, namespace: 'kafka-lab' });
  for (const command of [there.topics(), there.children('/'), there.produce('test', '', 'v')])
    expect(command).toMatch(/^kubectl exec -n kafka-lab (?:kafka|zookeeper)-0 -- /);
});

it('name the context where the current one of the user is another', () => {
  const there = new KafkaCommands({ ...names, context: 'lab', namespace: 'kafka-lab' });
  expect(there.topics()).toContain('kubectl exec --context lab -n kafka-lab kafka-0 -- kafka-topics');
});
