import { expect, it } from 'vitest';
import { resourceTypes } from '../../../../../source/embedded/kafka/broker/config/config-resources.ts';
import { describeConfigs } from '../../../../../source/embedded/kafka/messages/describe-configs.ts';
import { errorName } from '../../../../../source/embedded/kafka/messages/errors.ts';
import { oneBroker } from './one-broker.ts';

const broker = oneBroker();

async function documentationOf(includeDocumentation: boolean): Promise<(string | null)[]> {
  const topic = { resourceType: resourceTypes.topic, resourceName: await broker.newTopic() };
  const own = { resourceType: resourceTypes.broker, resourceName: '0' };
  const resources = [
    { ...topic, configurationKeys: ['retention.ms'] },
    { ...own, configurationKeys: ['log.retention.ms'] },
  ];
  const request = { resources, includeSynonyms: false, includeDocumentation };
  const { results } = await broker.connection().call(describeConfigs, request);
  return results.flatMap(({ configs }) => configs.map(({ documentation }) => documentation));
}

it('answered null to those who asked for the documentation of settings', async () => {
  expect(await documentationOf(true)).toEqual([
    'How long records are kept under the policy `delete`; -1 for ever.',
    'How long records are kept; -1 for ever. Without a value, `log.retention.minutes` applies.',
  ]);
  expect(await documentationOf(false)).toEqual([null, null]);
});

it('took an invalid topic name for an unknown topic', async () => {
  const answer = await broker.connection().call(describeConfigs, {
    resources: [{ resourceType: resourceTypes.topic, resourceName: 'a/b', configurationKeys: null }],
    includeSynonyms: false,
    includeDocumentation: false,
  });
  const [result] = answer.results;
  expect(errorName(result!.errorCode)).toBe('INVALID_TOPIC_EXCEPTION');
  expect(result!.errorMessage).toContain("Topic name is invalid: 'a/b' contains");
});
