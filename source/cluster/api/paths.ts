import { LabError } from '../../errors/lab-error.ts';

/**
 * One segment of a URL path. A URL takes `..` apart even if it is encoded: the request would be about something else.
 * @throws LabError `path`, worded as kubectl's: it is not one segment
 */
export function segment(text: string, what: 'resource name' | 'namespace' = 'resource name'): string {
  const wrong =
    text === '.' || text === '..'
      ? [`may not be '${text}'`]
      : ['/', '%'].flatMap((character) =>
          text.includes(character) ? [`may not contain '${character}'`] : [],
        );
  if (wrong.length > 0)
    throw new LabError('path', `invalid ${what} ${JSON.stringify(text)}: [${wrong.join(' ')}]`);
  return encodeURIComponent(text);
}

/** `/api/v1` or `/apis/apps/v1` */
export function groupVersionPath(group: string, version: string): string {
  return group === '' ? `/api/${segment(version)}` : `/apis/${segment(group)}/${segment(version)}`;
}

export interface ResourcePath {
  readonly group: string;
  readonly version: string;
  readonly plural: string;
  readonly namespaced: boolean;
}

/** The path of a collection, or of one object in it; `namespace` undefined: all namespaces. */
export function resourcePath(
  type: ResourcePath,
  namespace: string | undefined,
  name?: string,
  subresource?: string,
): string {
  const scope =
    type.namespaced && namespace !== undefined ? `/namespaces/${segment(namespace, 'namespace')}` : '';
  const object = name === undefined ? '' : `/${segment(name)}`;
  const sub = subresource === undefined ? '' : `/${subresource}`;
  return `${groupVersionPath(type.group, type.version)}${scope}/${type.plural}${object}${sub}`;
}
