import { describe, expect, it } from 'vitest';
import { apis } from '../source/embedded/kafka/messages/apis.ts';
import { groupVersion, resources } from '../source/embedded/kubernetes/objects/resources.ts';
import { opcodes } from '../source/embedded/zookeeper/protocol/messages.ts';
import { answerWord } from '../source/embedded/zookeeper/server/four-letter-words.ts';
import type { WordContext } from '../source/embedded/zookeeper/server/word.ts';
import { describeLeftOut } from './conformance/left-out/describe-left-out.ts';
import { kafkaRequests, leftOutOfKafka } from './conformance/left-out/kafka.ts';
import { kubernetesResources, leftOutOfKubernetes } from './conformance/left-out/kubernetes.ts';
import type { LeftOutCalls } from './conformance/left-out/left-out-calls.ts';
import {
  fourLetterWords,
  leftOutOfZooKeeper,
  wordsLeftOutOfZooKeeper,
  zooKeeperRequests,
} from './conformance/left-out/zookeeper.ts';

/** What a server that allows no word says to one; undefined: it does not know it. */
const refusalOf = (word: string) =>
  // Of the settings, only the list of allowed words is read, and of the server nothing.
  answerWord(word, { settings: { fourLetterWords: [] } } as unknown as WordContext);

const served = {
  kafka: [...apis.values()].map(({ name }) => name),
  zooKeeper: Object.entries(opcodes).flatMap(([name]) => (name === 'error' ? [] : [name])),
  words: fourLetterWords.filter((word) => refusalOf(word) !== undefined),
  kubernetes: resources.flatMap((resource) => {
    const path = `${groupVersion(resource)}/${resource.plural}`;
    return [path, ...resource.subresources.map(({ name }) => `${path}/${name}`)];
  }),
};

const everything = {
  kafka: kafkaRequests,
  zooKeeper: Object.keys(zooKeeperRequests),
  words: fourLetterWords,
  kubernetes: Object.entries(kubernetesResources).flatMap(([version, names]) =>
    names.map((name) => `${version}/${name}`),
  ),
};

const listed: Readonly<Record<keyof typeof served, readonly LeftOutCalls[]>> = {
  kafka: leftOutOfKafka,
  zooKeeper: leftOutOfZooKeeper,
  words: wordsLeftOutOfZooKeeper,
  kubernetes: leftOutOfKubernetes,
};

describe.each(['kafka', 'zooKeeper', 'words', 'kubernetes'] as const)('%s', (of) => {
  const left = listed[of].flatMap(({ calls }) => calls);

  it('serves or lists each call, and none twice', () => {
    expect([...served[of], ...left].sort()).toEqual([...everything[of]].sort());
  });
});

it('the numbers of the requests are those of the real ones', () => {
  for (const [key, { name }] of apis) expect(kafkaRequests[key]).toBe(name);
  expect(opcodes).toMatchObject(zooKeeperRequests);
});

it('docs/left-out.md matches the lists', async () => {
  // `npx vitest run test/left-out.test.ts --update` writes it anew.
  await expect(describeLeftOut()).toMatchFileSnapshot('../docs/left-out.md');
});
