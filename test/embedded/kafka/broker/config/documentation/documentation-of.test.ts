import { describe, expect, it } from 'vitest';
import {
  brokerDocumentationOf,
  topicDocumentationOf,
} from '../../../../../../source/embedded/kafka/broker/config/documentation/documentation-of.ts';
import { brokerSettingTable } from '../../../../../../source/embedded/kafka/broker/config/settings/broker-setting-table.ts';
import type { Setting } from '../../../../../../source/embedded/kafka/broker/config/settings/setting.ts';
import { topicConfigs } from '../../../../../../source/embedded/kafka/broker/config/topic-config.ts';

const listed = Object.entries<Setting>(brokerSettingTable).flatMap(([name, { internal }]) =>
  internal ? [] : [name],
);

const isSentence = (text: string | null): boolean => text !== null && /^[A-Z].+\.$/.test(text);

describe('the documentation of settings', () => {
  it('has a sentence for each that a broker or a topic lists', () => {
    expect(listed.filter((name) => !isSentence(brokerDocumentationOf(name)))).toEqual([]);
    expect(Object.keys(topicConfigs).filter((name) => !isSentence(topicDocumentationOf(name)))).toEqual([]);
  });

  it.each(['no.such.setting', 'remote.log.reader.threads', 'constructor', '__proto__'])(
    'has nothing for %s',
    (name) => {
      expect(brokerDocumentationOf(name)).toBeNull();
      expect(topicDocumentationOf(name)).toBeNull();
    },
  );
});
