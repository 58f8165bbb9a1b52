/** The calls of a Kafka course from Java, `suites/java/calls`: what they print on embedded brokers, and what they printed on Kafka 3.3.2. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type ServedCluster, serveCluster } from '../../serve-cluster.ts';
import { javaProgram } from '../suites/java-program.ts';
import { callsThatDiffer } from './java-calls.ts';

const recorded = join(import.meta.dirname, '../suites/java/calls');
let home: string;
let cluster: ServedCluster;

beforeEach(async () => {
  home = mkdtempSync(join(tmpdir(), 'java-calls-'));
  const manifest = join(home, 'kafka.yml');
  writeFileSync(manifest, withSettings(readFileSync('manifests/kafka.yml', 'utf8')));
  cluster = await serveCluster('--apply', manifest);
});
afterEach(async () => {
  await cluster.close();
  rmSync(home, { recursive: true, force: true });
});

/** The settings that `real-servers.sh` gives to the brokers. */
function withSettings(manifest: string): string {
  const settings = { KAFKA_NUM_PARTITIONS: 2, KAFKA_DEFAULT_REPLICATION_FACTOR: 2 };
  let text = manifest;
  for (const [name, value] of Object.entries(settings))
    text = text.replace(new RegExp(`(- name: ${name}\n +value: )"\\d"`), `$1"${value}"`);
  const delay = '- name: KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS\n              value: "0"';
  return text.replace('- name: KAFKA_NUM_PARTITIONS', `${delay}\n            - name: KAFKA_NUM_PARTITIONS`);
}

describe.each(['3.9.1', '4.1.2'])('Java clients %s', (version) => {
  const program = javaProgram('calls', version);
  afterAll(() => program?.close());

  it.skipIf(program === undefined)(
    'print what they print on Kafka 3.3.2',
    async () => {
      const real = readFileSync(join(recorded, `real-${version}.txt`), 'utf8')
        .trim()
        .split('\n');
      const embedded = await program!.run(cluster.bootstrap, 170_000);
      const nameOf = (line: string) => line.slice(0, line.indexOf(': '));
      expect(embedded.map(nameOf)).toEqual(real.map(nameOf));
      const expected = (line: string) => nameOf(line) in callsThatDiffer;
      expect(embedded.filter((line) => !expected(line))).toEqual(real.filter((line) => !expected(line)));
      const differing = embedded.filter((line, index) => line !== real[index]).map(nameOf);
      expect([...new Set(differing)].sort()).toEqual(Object.keys(callsThatDiffer).sort());
    },
    180_000,
  );
});
