import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apis } from '../../../../../source/embedded/kafka/messages/apis.ts';

const folder = join(import.meta.dirname, '../../../../../source/embedded/kafka/broker/handlers');
/** What several handlers share, or one alone. */
const parts = new Set([
  'answer-partitions.ts',
  'fetch-round.ts',
  'fetch-wait.ts',
  'open-logs.ts',
  'settle-once.ts',
  'table.ts',
  'when-confirmed.ts',
]);
const heads = readdirSync(folder)
  .filter((file) => !parts.has(file))
  .map((file) => readFileSync(join(folder, file), 'utf8').split('\n\n')[0]!);

describe('the header comment of each handler', () => {
  it('names every API once, with its key and versions in the registry', () => {
    const told = heads.map((head) => head.split('\n')[0]);
    const listed = [...apis.values()].map(
      ({ name, key, minVersion, maxVersion }) => `// ${name}: key ${key}, v${minVersion}-${maxVersion}`,
    );
    expect(told.sort()).toEqual(listed.sort());
  });

  it('names the first flexible version in the registry', () => {
    for (const { name, flexibleFrom, maxVersion } of apis.values()) {
      const head = heads.find((one) => one.startsWith(`// ${name}: `))!;
      const flexible = /^\/\/ \* v(\d+):.*\bflexible\b/m.exec(head)?.[1];
      expect(`${name} ${flexible}`).toBe(`${name} ${flexibleFrom <= maxVersion ? flexibleFrom : undefined}`);
    }
  });

  it('lists the deviations from Kafka, and mentions no version that does not exist', () => {
    for (const head of heads) {
      expect(head).toContain('// Deviations from Kafka 3.3:');
      const most = Number(/, v\d+-(\d+)/.exec(head)![1]);
      for (const [, version] of head.matchAll(/^\/\/ \* v(\d+):/gm))
        expect(Number(version)).toBeLessThanOrEqual(most);
    }
  });
});
