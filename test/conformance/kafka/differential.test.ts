/** Runs the same script against real Kafka 3.3.2 with ZooKeeper 3.6 and against embedded brokers: the output must be the same. */
import { afterAll, describe, expect, it } from 'vitest';
import type { ServedCluster } from '../../serve-cluster.ts';
import { has } from '../tools.ts';
import { serveKafka, type Target, throughExec, throughJava } from './clusters.ts';
import { JavaTools, kafkaClasspath } from './java-tools.ts';
import { knownDifferences } from './known-differences.ts';
import { mask } from './mask.ts';
import { type RealKafka, startRealKafka } from './real-kafka.ts';
import { type Step, script } from './script.ts';

const classpath = kafkaClasspath();
const steps = has('kcat') ? script : script.filter(({ name }) => !name.startsWith('kcat'));

describe.skipIf(classpath === undefined)('embedded brokers compared with real ones', () => {
  const opened: { close(): Promise<void> }[] = [];
  afterAll(async () => {
    await Promise.all(opened.map((each) => each.close()));
  });
  const open = async <T extends { close(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const thing = await starting;
    opened.push(thing);
    return thing;
  };
  const java = () => {
    const tools = new JavaTools(classpath!);
    opened.push(tools);
    return tools;
  };

  it('give the same output with foreign tools and with the tools in pods', { timeout: 900_000 }, async () => {
    const [real, outside, inside]: [RealKafka, ServedCluster, ServedCluster] = await Promise.all([
      open(startRealKafka(classpath!)),
      open(serveKafka()),
      open(serveKafka()),
    ]);
    const [wanted, fromOutside, fromPods] = await Promise.all([
      runScript(throughJava(real, java())),
      runScript(throughJava(outside, java())),
      runScript(throughExec(inside, java())),
    ]);
    const differing = new Set<string>();
    for (const [index, { name }] of steps.entries()) {
      const [real, outside, pods] = [wanted[index], fromOutside[index], fromPods[index]];
      if (real === outside && real === pods) continue;
      differing.add(name);
      if (name in knownDifferences) continue;
      expect.soft(outside, `${name}, asked by a foreign tool`).toBe(real);
      expect.soft(pods, `${name}, asked by a tool in a pod`).toBe(real);
    }
    console.info(
      `${steps.length - differing.size} of ${steps.length} steps print the same as real Kafka 3.3.2`,
    );
    for (const [name, reason] of Object.entries(knownDifferences))
      console.info(`differs: ${name}: ${reason}`);
    const gone = Object.keys(knownDifferences).filter((name) => !differing.has(name));
    expect(gone, 'these no longer differ: take them off the list').toEqual([]);
    expect(Object.keys(knownDifferences).length).toBeLessThanOrEqual(5);
  });
});

async function runScript(target: Target): Promise<string[]> {
  const printed: string[] = [];
  for (const step of steps) printed.push(mask(await runStep(step, target)));
  return printed;
}

async function runStep(step: Step, target: Target): Promise<string> {
  try {
    return await step.run(target);
  } catch (error) {
    throw new Error(`\`${step.name}\` cannot be run`, { cause: error });
  }
}
