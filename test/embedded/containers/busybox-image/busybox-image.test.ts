import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import {
  busyboxImage,
  busyboxTags,
} from '../../../../source/embedded/containers/busybox-image/busybox-image.ts';
import { PodWorld } from '../pod-world.ts';

let world: PodWorld;
beforeAll(async () => {
  world = await PodWorld.open();
});
afterAll(() => world.close());
const image = () => busyboxImage('busybox:1.36');
const script = (text: string) => ({ command: ['sh', '-c', text] });

it('waits for a Service as init containers do', async () => {
  const waiting = world.start(
    image(),
    'waiting',
    script('until nslookup late; do echo waiting; sleep 0.05; done; echo found'),
  );
  await expect.poll(() => waiting.log).toContain('waiting');
  const late = world.start(image(), 'late-0', {
    ...script('nc -l -p 2181'),
    service: 'late',
  });
  expect(await waiting.container.exited).toEqual({ exitCode: 0 });
  expect(waiting.log.at(-1)).toBe('found');
  late.container.kill();
  await late.container.exited;
});

it('prepares a volume, as root and from the top directory', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'busybox-image-'));
  try {
    const text =
      'pwd; id -u; ordinal=$(echo "$HOSTNAME" | awk -F- \'{print $NF}\'); echo $((ordinal + 1)) > /data/myid';
    const init = world.start(image(), 'zk-2', { ...script(text), mounts: { '/data': directory } });
    expect(await init.container.exited).toEqual({ exitCode: 0 });
    expect(init.log).toEqual(['/', '0']);
    expect(readFileSync(join(directory, 'myid'), 'utf8')).toBe('3\n');
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
});

it('runs a shell without input by default, and has no bash', async () => {
  expect(await world.start(image(), 'idle').container.exited).toEqual({ exitCode: 0 });
  expect(() => world.start(image(), 'bash', { command: ['bash', '-c', 'true'] })).toThrow(/"bash"/);
});

it.each(['latest', '1', '1.28', '1.36.1', '1.36-musl', 'stable', 'uclibc'])('has the tag %s', (tag) => {
  expect(busyboxTags.test(tag)).toBe(true);
});

it.each(['1.99', '2', 'alpine', '1.36.1-foo', ''])('has no tag `%s`', (tag) => {
  expect(busyboxTags.test(tag)).toBe(false);
});
