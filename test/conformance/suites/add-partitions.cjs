// Instead of kafkajs' scripts/addPartitions.sh, which calls a tool in a container.
const { Kafka } = require(`${process.cwd()}/index`);

async function main() {
  const { BROKERS, TOPIC, PARTITIONS } = process.env;
  const admin = new Kafka({ brokers: BROKERS.split(',') }).admin();
  await admin.connect();
  await admin.createPartitions({ topicPartitions: [{ topic: TOPIC, count: Number(PARTITIONS) }] });
  await admin.disconnect();
}
main();
