import { findType, otherShortNames, type ResourceType } from '../../api/discovery.ts';
import { KubectlError } from '../errors/kubectl-error.ts';

/** What `TYPE NAME…`, `TYPE/NAME…` or `TYPE,TYPE` asks for. `names` undefined: all of the type. */
export interface Wanted {
  readonly type: ResourceType;
  readonly names: readonly string[] | undefined;
}

export function unknownType(text: string): KubectlError {
  const [resource = ''] = text.split('.');
  return new KubectlError(`the server doesn't have a resource type "${resource}"`);
}

export function lookUpType(types: readonly ResourceType[], text: string): ResourceType {
  const type = findType(types, text);
  if (type === undefined) throw unknownType(text);
  return type;
}

/** What kubectl warns of before it looks: short names in the arguments that stand for more than one type. */
export function shortNameWarnings(types: readonly ResourceType[], args: readonly string[]): string[] {
  const texts = args.some((word) => word.includes('/'))
    ? args.flatMap((word) => word.split(',').map((one) => one.split('/')[0]!))
    : (args[0] ?? '').split(',');
  return [...new Set(texts)].flatMap((text) => {
    const others = otherShortNames(types, text).map(({ plural, group }) => `${plural}.${group}`);
    const also = `could also match lower priority resource ${others.join(', ')}`;
    return others.length === 0 ? [] : [`Warning: short name ${JSON.stringify(text)} ${also}`];
  });
}

/** Reads the arguments of a verb that takes resources. `initialType` is the type of a bare NAME, for verbs that accept one. */
export function parseResourceArguments(
  types: readonly ResourceType[],
  args: readonly string[],
  initialType?: string,
): Wanted[] {
  const words = args.flatMap((word) => (word.includes('/') && word.includes(',') ? word.split(',') : [word]));
  const withSlash = words.filter((word) => word.includes('/')).length;
  if (withSlash > 0) {
    if (withSlash !== words.length) {
      throw new KubectlError(
        "there is no need to specify a resource type as a separate argument when passing arguments in resource/name form (e.g. 'kubectl get resource/<resource_name>' instead of 'kubectl get resource resource/<resource_name>'",
      );
    }
    return words.map((word) => {
      const [typeText = '', name = '', ...more] = word.split('/');
      if (more.length > 0) {
        throw new KubectlError('arguments in resource/name form may not have more than one slash');
      }
      if (typeText === '' || name === '' || typeText.includes(',')) {
        throw new KubectlError('arguments in resource/name form must have a single resource and name');
      }
      return { type: lookUpType(types, typeText), names: [name] };
    });
  }
  if (initialType !== undefined) return [{ type: lookUpType(types, initialType), names: words }];
  const [first, ...names] = words;
  if (first === undefined) return [];
  const wantedTypes = first.split(',').flatMap((text) => expandCategory(types, text));
  if (names.length > 0 && wantedTypes.length > 1)
    throw new KubectlError('you must specify only one resource');
  return wantedTypes.map((type) => ({ type, names: names.length > 0 ? names : undefined }));
}

function expandCategory(types: readonly ResourceType[], text: string): ResourceType[] {
  const members = types.filter((type) => type.categories.includes(text) && type.verbs.includes('list'));
  return members.length > 0 ? members : [lookUpType(types, text)];
}
