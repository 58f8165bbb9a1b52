import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { apis } from '../../../../../source/embedded/kafka/messages/apis.ts';

const folder = join(import.meta.dirname, '../../../../../source/embedded/kafka/broker/handlers');
const heads = readdirSync(folder)
  .filter((file) => !['table.ts', 'answer-partitions.ts'].includes(file))
  .map((file) => readFileSync(join(folder, file), 'utf8').split('\n\n')[0]!);

describe('the head of each handler', () => {
  it('names the key and versions of the registry, of every API once', () => {
    const told = heads.map((head) => head.split('\n')[0]);
    const listed = [...apis.values()].map(
      ({ name, key, minVersion, maxVersion }) => `// ${name}: key ${key}, v${minVersion}-${maxVersion}`,
    );
    expect(told.sort()).toEqual(listed.sort());
  });

  it('gives the first flexible version of the registry', () => {
    for (const { name, flexibleFrom, maxVersion } of apis.values()) {
      const head = heads.find((one) => one.startsWith(`// ${name}: `))!;
      const flexible = /^\/\/ \* v(\d+):.*\bflexible\b/m.exec(head)?.[1];
      expect(`${name} ${flexible}`).toBe(`${name} ${flexibleFrom <= maxVersion ? flexibleFrom : undefined}`);
    }
  });

  it('tells how it deviates from Kafka, and speaks of no version that there is not', () => {
    for (const head of heads) {
      expect(head).toContain('// Deviations from Kafka 3.3:');
      const most = Number(/, v\d+-(\d+)/.exec(head)![1]);
      for (const [, version] of head.matchAll(/^\/\/ \* v(\d+):/gm))
        expect(Number(version)).toBeLessThanOrEqual(most);
    }
  });
});
