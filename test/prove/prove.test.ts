/** The short form of the parts about what a user may do to the lab, and what the lab may do to a machine. */
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Row } from './part.ts';
import { decoys } from './parts/decoys.ts';
import { endings } from './parts/endings.ts';
import { journal } from './parts/journal.ts';
import { text } from './parts/text.ts';
import { endMarked } from './pieces/process-table.ts';
import { copyApp } from './proven-sources.ts';

let directory: string;
let cli: string;
beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), 'kafka-lab-prove-'));
  process.env.KAFKA_LAB_PROVE = randomUUID();
  cli = copyApp(resolve(import.meta.dirname, '../..'), join(directory, 'app'));
});
afterAll(async () => {
  await endMarked({ variable: `KAFKA_LAB_PROVE=${process.env.KAFKA_LAB_PROVE}`, directory });
  rmSync(directory, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
});

describe.skipIf(process.platform !== 'linux')('the proof in short', () => {
  it.each([endings, journal, text, decoys])(
    '$name: $promise',
    async (part) => {
      const own = mkdtempSync(join(directory, `${part.name}-`));
      const rows: Row[] = [];
      const context = {
        cli,
        directory: own,
        seed: 1,
        length: 'short',
        signal: AbortSignal.timeout(110_000),
        say() {},
      } as const;
      for await (const row of part.run(context, new Set())) rows.push(row);
      expect(rows.length).toBeGreaterThan(0);
      expect(rows.filter(({ broken }) => broken > 0)).toEqual([]);
    },
    120_000,
  );
});
