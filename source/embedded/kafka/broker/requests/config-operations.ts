import { inSlices } from '../../../bounds/lanes/kafka.ts';
import { KafkaError } from '../../messages/errors.ts';
import type { IncrementalAlterableConfig } from '../../messages/incremental-alter-configs.ts';
import { checkConfigLength } from './config-length.ts';

const operations = { set: 0, delete: 1, append: 2, subtract: 3 } as const;

/** What a resource has where a change adds to a list; undefined for a setting that is no list. */
export type ListOf = (name: string, config: Readonly<Record<string, string>>) => string | undefined;

/** A configuration after the changes of IncrementalAlterConfigs. Throws {@link KafkaError}. */
export async function applyOperations(
  present: Readonly<Record<string, string>>,
  changes: readonly IncrementalAlterableConfig[],
  listOf: ListOf,
): Promise<Record<string, string>> {
  const config = { ...present };
  await inSlices(changes, (change) => apply(config, change, listOf));
  return config;
}

function apply(
  config: Record<string, string>,
  { name, configOperation, value }: IncrementalAlterableConfig,
  listOf: ListOf,
): void {
  if (configOperation === operations.delete) {
    delete config[name];
    return;
  }
  if (value === null) throw new KafkaError('INVALID_REQUEST', `Null value not supported for : ${name}`);
  if (configOperation === operations.set) {
    config[name] = value;
    return;
  }
  const list = listOf(name, config);
  if (
    list === undefined ||
    (configOperation !== operations.append && configOperation !== operations.subtract)
  )
    throw new KafkaError('INVALID_CONFIG', `Config value append is not allowed for config key: ${name}`);
  const present = list.split(',').filter(Boolean);
  const given = new Set(value.split(',').map((part) => part.trim()));
  const parts =
    configOperation === operations.append
      ? [...new Set([...present, ...given])]
      : present.filter((part) => !given.has(part));
  config[name] = parts.join(',');
  // Each further change reads the whole list.
  checkConfigLength(config[name].length);
}
