import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readJavaProperties } from '../../../source/embedded/kafka/broker/config/java-properties.ts';
import { KafkaConfig } from '../../../source/embedded/kafka/broker/config/kafka-config.ts';
import { brokerSettingTable } from '../../../source/embedded/kafka/broker/config/settings/broker-setting-table.ts';
import { JavaException } from '../../../source/embedded/kafka/broker/config/settings/java-exception.ts';
import { protocolVersions } from '../../../source/embedded/kafka/broker/config/settings/protocol-version.ts';
import type { Setting } from '../../../source/embedded/kafka/broker/config/settings/setting.ts';
import { validateConfig } from '../../../source/embedded/kafka/broker/config/validate-config.ts';
import { validateLogConfig } from '../../../source/embedded/kafka/broker/config/validate-log-config.ts';
import { kafkaClasspath } from './java-tools.ts';
import { SettingsGenerator } from './settings-generator.ts';
import { type OracleSetting, SettingsOracle, type Verdict } from './settings-oracle.ts';

const classpath = kafkaClasspath();
const count = Number(process.env.SETTINGS_COUNT ?? 4000);
const seed = Number(process.env.SETTINGS_SEED ?? Date.now() % 1_000_000);

describe.skipIf(classpath === undefined)('broker settings', () => {
  let oracle: SettingsOracle;
  let table: OracleSetting[];

  beforeAll(async () => {
    oracle = new SettingsOracle(classpath ?? '');
    table = await oracle.table();
  }, 60_000);
  afterAll(() => oracle.close());

  it('match the table of Kafka 3.3.2, in its order', () => {
    const ours = Object.entries<Setting>(brokerSettingTable).map(([name, setting]) => ({
      name,
      type: setting.type,
      initial: setting.initial,
      check: describeCheck(setting),
      internal: setting.internal ?? false,
      updates: setting.updates ?? null,
    }));
    expect(ours).toEqual(table);
  });

  it(`are accepted and refused as by Kafka, with its message (${count} files, seed ${seed})`, async () => {
    const generator = new SettingsGenerator(seed);
    const wrong: { file: string; kafka: Verdict; here: Verdict }[] = [];
    for (let done = 0; done < count; done += 500) {
      const files = Array.from({ length: Math.min(500, count - done) }, () => generator.file());
      const verdicts = await oracle.judge(files);
      for (const [index, kafka] of verdicts.entries()) {
        const file = files[index] ?? '';
        const here = judge(file);
        if (here !== kafka) wrong.push({ file, kafka, here });
      }
    }
    expect(wrong.slice(0, 5)).toEqual([]);
  }, 300_000);
});

function judge(file: string): Verdict {
  let stage = 'config';
  try {
    const config = new KafkaConfig(readJavaProperties(file));
    validateConfig(config);
    stage = 'start';
    validateLogConfig(config);
    return 'ok';
  } catch (error) {
    if (error instanceof JavaException) return `${stage} ${String(error)}`;
    throw error;
  }
}

/** The output of toString() of ConfigDef validators. */
function describeCheck({ check }: Setting): string | null {
  switch (check?.kind) {
    case undefined:
      return null;
    case 'range':
      return check.most === undefined ? `[${check.least},...]` : `[${check.least},...,${check.most}]`;
    case 'one-of':
      return `[${check.values.join(', ')}]`;
    case 'protocol-version':
      return `[${protocolVersions.join(', ')}]`;
    case 'quorum-voters':
      return 'non-empty list';
    case 'non-empty':
      return 'non-empty string';
    case 'non-null':
      return 'non-null string';
  }
}
