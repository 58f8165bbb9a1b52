import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { Options } from '../../../source/commands/command-line/options.ts';
import { chooseLab, withManifestsOfLab } from '../../../source/commands/labs/choose-lab.ts';
import { changed, makeLab, smallLab } from '../../lab/loading/lab-folder.ts';

it('chooses the stock lab without a name, a built-in lab by name, and a folder by path', async () => {
  expect((await chooseLab(undefined)).source).toBeUndefined();
  expect((await chooseLab('kafka-on-kubernetes')).source?.steps).toHaveLength(27);
  const shop = await chooseLab('repair-shop');
  expect(shop.manifests).toBeUndefined();
  expect([...shop.files.keys()]).toContain('inbox/ticket-12.yml');
  expect((await chooseLab(makeLab(smallLab))).source?.manifest.id).toBe('small');
});

it('suggests a similar name, or says where to look', async () => {
  await expect(chooseLab('kafka-on-kubernete')).rejects.toMatchObject({
    code: 'usage',
    hint: 'did you mean `kafka-on-kubernetes`?',
  });
  await expect(chooseLab('mine')).rejects.toMatchObject({ hint: expect.stringContaining('./mine') });
  await expect(chooseLab('./there-is-none')).rejects.toMatchObject({ code: 'lab' });
});

it('uses the manifests of the lab, and its other files for the working directory', async () => {
  const directory = makeLab({
    ...changed('lab.yml', 'steps:\n', 'files: files\nsteps:\n'),
    'files/kafka.yml': 'a: 1\n',
    'files/notes/x.txt': 'x',
  });
  const { manifests, files } = await chooseLab(directory);
  expect(manifests).toBe(join(directory, 'files'));
  expect([...files.keys()]).toEqual(['notes/x.txt']);
});

it('passes the manifests of the lab to `reset` and `build`, unless others are given', async () => {
  const own = makeLab({
    ...changed('lab.yml', 'steps:\n', 'files: files\nsteps:\n'),
    'files/kafka.yml': 'a: 1\n',
  });
  const optionsFor = (lab: string | undefined, labDir?: string) =>
    withManifestsOfLab({ lab, labDir } as Options).then((options) => options.labDir);
  expect(await optionsFor(own)).toBe(join(own, 'files'));
  expect(await optionsFor(own, '/mine')).toBe('/mine');
  expect(await optionsFor('kafka-on-kubernetes')).toBeUndefined();
  expect(await optionsFor(undefined)).toBeUndefined();
});
