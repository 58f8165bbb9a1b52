import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { listBetterConsumer } from '../../../source/commands/report/code-listing.ts';
import type { Listing } from '../../../source/report/document/model.ts';

const textOf = ({ lines }: Listing): string[] =>
  lines.map(({ mark, runs }) => `${mark}${runs.map(({ text }) => text).join('')}`);

async function listed(...request: Parameters<typeof listBetterConsumer>): Promise<Listing> {
  const listing = await listBetterConsumer(...request);
  if (typeof listing === 'string') throw new Error(listing);
  return listing;
}

describe('the listing of the better consumer', () => {
  it("is the lab's own as a difference to the first", async () => {
    const lines = textOf(await listed(undefined, { by: 'role' }));
    expect(lines).toContain("+import { type Admin, PartitionAssigners } from 'kafkajs';");
    expect(lines).toContain('-const partition = 0;');
  });

  it("is the learner's as a difference to the first, highlighted", async () => {
    const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-listing-'));
    for (const folder of ['clients', 'better/clients'])
      mkdirSync(join(directory, folder), { recursive: true });
    writeFileSync(join(directory, 'clients/clients.go'), 'package main\n\nfunc a() {}\n');
    writeFileSync(join(directory, 'better/clients/clients.go'), 'package main\n\nfunc b() {}\n');
    const listing = await listed(directory, undefined);
    expect(textOf(listing)).toEqual([
      '@clients/clients.go',
      ' package main',
      ' ',
      '-func a() {}',
      '+func b() {}',
    ]);
    expect(listing.lines.at(-1)?.runs[0]).toEqual({ text: 'func', look: 'keyword' });
  });

  it('says why there is none', async () => {
    expect(await listBetterConsumer(mkdtempSync(join(tmpdir(), 'kafka-lab-empty-')), undefined)).toContain(
      'holds no source of a client',
    );
    expect(await listBetterConsumer(undefined, { by: 'program' })).toContain('--lab-dir DIR');
  });
});
