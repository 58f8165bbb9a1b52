/** One segment of a URL path. */
export function segment(text: string): string {
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
  const scope = type.namespaced && namespace !== undefined ? `/namespaces/${segment(namespace)}` : '';
  const object = name === undefined ? '' : `/${segment(name)}`;
  const sub = subresource === undefined ? '' : `/${subresource}`;
  return `${groupVersionPath(type.group, type.version)}${scope}/${type.plural}${object}${sub}`;
}
