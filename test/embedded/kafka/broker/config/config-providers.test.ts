import { expect, it } from 'vitest';
import { resolveProviders } from '../../../../../source/embedded/kafka/broker/config/config-providers.ts';

const texts: Readonly<Record<string, string>> = { '/e/p': 'id=5\npath=/x\n', '/e/d/password': 'secret\n' };
const files = {
  read: (path: string) => texts[path],
  namesIn: (path: string) => (path === '/e/d' ? ['password', 'unreadable'] : undefined),
};
const packageName = 'org.apache.kafka.common.config.provider';
const file = {
  'config.providers': 'file',
  'config.providers.file.class': `${packageName}.FileConfigProvider`,
};
const directory = {
  'config.providers': 'dir',
  'config.providers.dir.class': `${packageName}.DirectoryConfigProvider`,
};
const withClass = (className: string) => ({ ...file, 'config.providers.file.class': className });

/** Turns `<file:PATH:KEY>` into the syntax of a properties file. */
function written(text: string): string {
  return text.replaceAll('<', '${').replaceAll('>', '}');
}

function judge(x: string, properties: Record<string, string>): string | undefined {
  try {
    return resolveProviders({ ...properties, x }, files).x;
  } catch (error) {
    return String(error);
  }
}

// Verified against AbstractConfig of Kafka 3.3.2.
it.each([
  ['a<file:/e/p:path>b', file, 'a/xb'],
  ['<file:/e/p:path>/<file:/e/p:id> <file>', file, '/x/5 <file>'],
  ['<file:/e/p:none>', file, '<file:/e/p:none>'],
  ['<file:id>', file, '<file:id>'],
  [
    '<file:/e/none:id>',
    file,
    'org.apache.kafka.common.config.ConfigException: Could not read properties from file /e/none',
  ],
  ['<file:/e/p:id>', {}, '<file:/e/p:id>'],
  ['<file:/e/p:id>', { 'config.providers': 'file' }, '<file:/e/p:id>'],
  ['<file:/e/p:id>', { ...file, 'config.providers': 'file , dir' }, '<file:/e/p:id>'],
  [
    '<file:/e/p:id>',
    withClass(`${packageName}.EnvVarConfigProvider`),
    `org.apache.kafka.common.config.ConfigException: Invalid value ${packageName}.EnvVarConfigProvider for configuration config.providers.file.class: Could not load config provider class or one of its dependencies`,
  ],
  [
    '<file:/e/p:id>',
    withClass('org.apache.kafka.common.metrics.JmxReporter'),
    'java.lang.ClassCastException: class org.apache.kafka.common.metrics.JmxReporter',
  ],
  ['<dir:/e/d:password>', directory, 'secret\n'],
  ['<dir:/e/d:none>', directory, '<dir:/e/d:none>'],
  ['<dir:/e/none:password>', directory, '<dir:/e/none:password>'],
  [
    '<dir:/e/d:unreadable>',
    directory,
    'org.apache.kafka.common.config.ConfigException: Could not read file /e/d/unreadable for property unreadable',
  ],
] as [string, Record<string, string>, string][])('%s with %j is %s', (value, properties, result) => {
  expect(judge(written(value), properties)).toBe(written(result));
});
