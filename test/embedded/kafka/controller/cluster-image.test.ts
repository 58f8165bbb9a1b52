import { expect, it } from 'vitest';
import { finish } from '../../../../source/embedded/bounds/slices.ts';
import { ClusterImage, type TopicImage } from '../../../../source/embedded/kafka/controller/cluster-image.ts';

const topic = (count: number, topicId = 'id'): TopicImage => ({
  name: 'test',
  topicId,
  partitions: Array.from({ length: count }, (_, partition) => ({
    topic: 'test',
    partition,
    replicas: [0],
    state: undefined,
  })),
  config: {},
});

function listened(): { image: ClusterImage; told: number[] } {
  const image = new ClusterImage();
  const told: number[] = [];
  image.listen({ partitionChanged: ({ partition }) => told.push(partition) });
  return { image, told };
}

it('brokers were told of thousands of new partitions in one turn', () => {
  const { image, told } = listened();
  const steps = image.putTopicInSteps(topic(4000));
  steps.next();
  expect(told).toEqual([0]);
  expect(image.topics.get('test')?.partitions).toHaveLength(4000);
  finish(steps);
  expect(told).toHaveLength(4000);
});

it('tells only of partitions that are new or have changed', () => {
  const { image, told } = listened();
  const small = topic(2);
  image.putTopic(small);
  image.putTopic({ ...small, partitions: [...small.partitions, ...topic(3).partitions.slice(2)] });
  expect(told).toEqual([0, 1, 2]);
});

it.each<[string, (image: ClusterImage) => void]>([
  ['replaced', (image) => image.putTopic(topic(1, 'other'))],
  ['removed', (image) => image.removeTopic('test')],
])('tells nothing more of a topic that is %s between steps', (_what, change) => {
  const { image, told } = listened();
  const steps = image.putTopicInSteps(topic(3));
  steps.next();
  change(image);
  told.length = 0;
  finish(steps);
  expect(told).toEqual([]);
});
