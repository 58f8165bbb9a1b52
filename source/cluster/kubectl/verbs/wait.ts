import { setTimeout as pause } from 'node:timers/promises';
import { type JsonValue, objectsIn, stringIn, valueAt } from '../../../json/json-value.ts';
import { isNotFound } from '../../api/api-errors.ts';
import { typeName } from '../../api/discovery.ts';
import type { KubeObject } from '../../api/kube-object.ts';
import { selectorFlags } from '../arguments/global-flags.ts';
import { KubectlError, throwAll } from '../errors/kubectl-error.ts';
import { findObjects } from '../objects/find-objects.ts';
import { untilObject } from '../objects/wait-for-object.ts';
import { compileJsonPath } from '../output/jsonpath.ts';
import type { Verb } from '../verb/verb.ts';

type Condition = (object: KubeObject | undefined) => boolean;

export const wait: Verb = {
  name: 'wait',
  flags: [
    ...selectorFlags,
    { name: 'all', type: 'switch' },
    { name: 'for', type: 'string' },
    { name: 'timeout', type: 'duration', initial: '30s' },
  ],
  leftOut: [
    'allow-missing-template-keys',
    'filename',
    'local',
    'output',
    'recursive',
    'show-managed-fields',
    'template',
  ],
  async run(context, { flags, args }) {
    const wanted = flags.string('for');
    const condition = conditionFor(wanted);
    const isDelete = wanted.toLowerCase() === 'delete';
    const given = flags.duration('timeout');
    const oneWeek = 7 * 24 * 3_600_000;
    const deadline = Date.now() + (given < 0 ? oneWeek : given);
    const find = (): Promise<Found> => findObjects(context, args, flags, { allowAll: flags.on('all') });
    const { found, errors } = await (wanted.toLowerCase() === 'create'
      ? untilThere(find, deadline, context.signal)
      : find());
    if (isDelete) {
      throwAll(errors.filter((error) => !isNotFound(error)));
      if (found.length === 0 && errors.length > 0) return 0;
    } else throwAll(errors);
    if (found.length === 0) throw new KubectlError('error: no matching resources found');
    const late: unknown[] = [];
    for (const { type, object } of found) {
      const { name, namespace } = object.metadata;
      const uid = object.metadata.uid;
      try {
        // A condition that already holds counts even with `--timeout=0`.
        if (isDelete || !condition(object)) {
          if (given === 0) throw new KubectlError(`error: condition not met for ${type.plural}/${name}`);
          const left = Math.max(1, deadline - Date.now());
          await untilObject(context, { type, namespace, name }, left, (seen) => {
            if (isDelete) return seen === undefined || seen.metadata.uid !== uid;
            return condition(seen);
          });
        }
        context.print(`${typeName(type)}/${name} condition met`);
      } catch (error) {
        if (context.signal.aborted) throw error;
        late.push(error);
      }
    }
    throwAll(late);
    return 0;
  },
};

type Found = Awaited<ReturnType<typeof findObjects>>;

const lookAgainMs = 500;

/** For `--for=create`: finds the objects again and again until they are there, or there is another reason why they are not found. */
async function untilThere(find: () => Promise<Found>, deadline: number, signal: AbortSignal): Promise<Found> {
  for (;;) {
    const all = await find();
    const [error, ...others] = all.errors;
    // kubectl does not see through the list that several errors are, and takes a selector without objects for an answer.
    if (error === undefined || others.length > 0 || !isNotFound(error)) return all;
    const left = deadline - Date.now();
    if (left <= 0) throw new KubectlError('error: timed out waiting for the condition');
    await pause(Math.min(left, lookAgainMs), undefined, { signal });
  }
}

const isSameWord = (value: JsonValue | undefined, word: string): boolean =>
  stringIn(value)?.toLowerCase() === word.toLowerCase();

/** `delete`, `create`, `condition=Ready`, `condition=Ready=False`, `jsonpath={.status.phase}=Running` */
function conditionFor(text: string): Condition {
  const lower = text.toLowerCase();
  if (lower === 'delete') return (object) => object === undefined;
  if (lower === 'create') return (object) => object !== undefined;
  if (lower.startsWith('condition=')) {
    const [, name = '', value = 'true'] = text.split('=');
    return (object) => {
      const generation = object?.metadata.generation ?? 0;
      const observed = valueAt(object, 'status', 'observedGeneration');
      if (typeof observed === 'number' && observed < generation) return false;
      return objectsIn(valueAt(object, 'status', 'conditions')).some(
        ({ type, status }) => isSameWord(type, name) && isSameWord(status, value),
      );
    };
  }
  const match = /^jsonpath=(.*?\})(?:=(.*))?$/s.exec(text.replaceAll("'", ''));
  if (match !== null) {
    const print = compileJsonPath(match[1]!);
    const value = match[2];
    return (object) => {
      if (object === undefined) return false;
      const seen = print(object);
      return value === undefined ? seen !== '' : seen === value;
    };
  }
  throw new KubectlError(`error: unrecognized condition: ${JSON.stringify(text)}`);
}
