import { expect, it } from 'vitest';
import {
  type FoundDirectory,
  LogDirectories,
} from '../../../../../source/embedded/kafka/broker/storage/log-directories.ts';
import { ClusterImage } from '../../../../../source/embedded/kafka/controller/cluster-image.ts';

const found = (path: string, about: Partial<FoundDirectory> = {}): FoundDirectory => ({
  path,
  directory: `/tmp${path}`,
  hasData: true,
  replicas: [],
  ...about,
});

const topic = (name: string, partitions: number) => ({
  name,
  topicId: name,
  config: {},
  partitions: Array.from({ length: partitions }, (_, partition) => ({
    topic: name,
    partition,
    replicas: [0],
    state: undefined,
  })),
});

it('puts each new replica into the directory with the fewest, and forgets those of deleted topics', () => {
  const image = new ClusterImage();
  const directories = new LogDirectories([found('/a', { replicas: ['t-0', 't-1'] }), found('/b')]);
  directories.follow(0, image, () => {});
  directories.started();
  image.putTopic(topic('t', 6));
  const [a, b] = directories.all;
  expect([...a!.replicas]).toEqual(['t-0', 't-1', 't-4']);
  expect([...b!.replicas]).toEqual(['t-2', 't-3', 't-5']);
  image.removeTopic('t');
  expect([a!.replicas.size, b!.replicas.size]).toEqual([0, 0]);
});

it('puts nothing into a failed directory, whose replicas are offline', () => {
  const image = new ClusterImage();
  const directories = new LogDirectories([found('/a'), found('/b')]);
  directories.follow(0, image, () => {});
  directories.started();
  image.putTopic(topic('t', 2));
  directories.fail('/a');
  image.putTopic(topic('u', 2));
  expect(directories.isOffline('t', 0)).toBe(true);
  expect(directories.isOffline('t', 1)).toBe(false);
  expect(directories.placeOf('u', 1)?.path).toBe('/b');
});

it('assumes that a replica found in no directory is in the one that could not be opened', () => {
  const image = new ClusterImage();
  const unread = { directory: undefined, hasData: false, replicas: undefined };
  const directories = new LogDirectories([found('/a', unread), found('/b', { replicas: ['t-0'] })]);
  image.putTopic(topic('t', 2));
  directories.follow(0, image, () => {});
  directories.started();
  image.putTopic(topic('u', 1));
  expect(directories.isOffline('t', 0)).toBe(false);
  expect(directories.isOffline('t', 1)).toBe(true);
  expect(directories.isOffline('u', 0)).toBe(false);
  expect(directories.hasLost('t', 1)).toBe(false);
});

it.each([
  ['every directory was in use before', [found('/a'), found('/b')], false],
  ['the only directory is new', [found('/a', { hasData: false, replicas: undefined })], true],
  ['one is new', [found('/a'), found('/b', { hasData: false, replicas: undefined })], true],
  [
    'one is new, and another has no checkpoint',
    [found('/a', { replicas: undefined }), found('/b', { hasData: false, replicas: undefined })],
    false,
  ],
] as const)('knows whether data was lost when %s', (_, all, isLost) => {
  expect(new LogDirectories(all).hasLost('t', 0)).toBe(isLost);
});
