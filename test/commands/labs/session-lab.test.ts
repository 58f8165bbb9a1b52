import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { labFor } from '../../../source/commands/labs/lab-for.ts';
import { saveSessionLab, sessionLab } from '../../../source/commands/labs/session-lab.ts';
import { loadLab } from '../../../source/lab/loading/load-lab.ts';
import { kafkaFacts } from '../../../source/lab/model/facts.ts';
import { makeLab, smallLab } from '../../lab/loading/lab-folder.ts';

it('a session keeps the lab with which it ran', async () => {
  const directory = makeLab({});
  expect(await sessionLab(directory)).toBeUndefined();
  const { source } = loadLab(makeLab(smallLab));
  saveSessionLab(directory, source);
  const kept = await sessionLab(directory);
  expect(kept).toEqual(source);
  const lab = await labFor(kafkaFacts, kept);
  expect(lab).toMatchObject({ id: 'small', digest: source.digest });
  const verdict = lab.steps[0]!.checks[1]!.verify({ nodes: [] } as never, lab.facts);
  expect(verdict).toEqual({ ok: true, evidence: '0 nodes' });
});

it.each(['', '{}', '{"manifest": 1}', 'x'.repeat(5 * 1024 * 1024)])(
  'refuses a file that is not a lab: %.20s',
  async (text) => {
    const directory = makeLab({ 'lab.json': text });
    await expect(sessionLab(directory)).rejects.toMatchObject({ code: 'lab' });
  },
);

it('removes control characters', async () => {
  const { source } = loadLab(makeLab(smallLab));
  const directory = makeLab({});
  const hostile = { ...source, manifest: { ...source.manifest, title: 'a\u001b[2Jb' } };
  writeFileSync(join(directory, 'lab.json'), JSON.stringify(hostile));
  expect((await sessionLab(directory))?.manifest.title).toBe('a[2Jb');
});
