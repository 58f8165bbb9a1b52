import { describe, expect, it } from 'vitest';
import { confluentTags, isUnknownTag } from '../../../../source/embedded/containers/images/confluent-tags.ts';
import { NodeImages } from '../../../../source/embedded/containers/images/node-images.ts';

const images = new NodeImages({ find: () => undefined }, [
  {
    repository: 'confluentinc/cp-kafka',
    tags: confluentTags,
    lacks: isUnknownTag,
    image: (reference) => ({
      reference,
      digest: 'sha256:0',
      start: () => {
        throw new Error('nobody starts it');
      },
    }),
  },
]);

describe('the images of the nodes', () => {
  it.each(['5.0.0', '5.5.1', '6.2.15', '7.3.5', '7.9.1', '7.3.5-1-ubi8', '7.3.5.arm64'])(
    'have tag %s',
    (tag) => {
      expect(images.find(`confluentinc/cp-kafka:${tag}`)).toBeDefined();
      expect(images.find(`docker.io/confluentinc/cp-kafka:${tag}`)).toBeDefined();
      expect(images.whyMissing(`confluentinc/cp-kafka:${tag}`)).toBeUndefined();
    },
  );

  it.each(['7.3.55', '7.3', '7.3.05', '7.10.0', '5.9.9', 'v7.3.5', '7.3.5-alpine'])(
    'lack tag %s as Docker Hub does, with the message of containerd',
    (tag) => {
      expect(images.find(`confluentinc/cp-kafka:${tag}`)).toBeUndefined();
      const full = `docker.io/confluentinc/cp-kafka:${tag}`;
      expect(images.whyMissing(`confluentinc/cp-kafka:${tag}`)).toBe(
        `rpc error: code = NotFound desc = failed to pull and unpack image "${full}": failed to resolve reference "${full}": ${full}: not found`,
      );
    },
  );

  it.each([
    'confluentinc/cp-kafka',
    'confluentinc/cp-kafka:8.0.0',
    'confluentinc/cp-kafka:3.0.0',
    'nginx:1',
    'localhost:5000/x:1',
  ])('make no statement about a registry: %s', (reference) => {
    expect(images.find(reference)).toBeUndefined();
    expect(images.whyMissing(reference)).toBeUndefined();
  });
});
