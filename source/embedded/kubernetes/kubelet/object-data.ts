import type { Store } from '../objects/store-api.ts';

/** The objects whose keys a container can read. */
export type DataKind = 'configmap' | 'secret';

/** The texts that variables can have, by key; undefined: there is no such object. `binaryData` is for volumes only. */
export function readTexts(
  store: Store,
  namespace: string,
  kind: DataKind,
  name: string,
): Record<string, string> | undefined {
  const data = readObject(store, namespace, kind, name)?.data;
  if (!data) return undefined;
  const decode = (value: unknown): string =>
    kind === 'secret' ? Buffer.from(String(value), 'base64').toString('utf8') : String(value);
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, decode(value)]));
}

/** The files that a volume can have, by key; undefined: there is no such object. */
export function readBytes(
  store: Store,
  namespace: string,
  kind: DataKind,
  name: string,
): Record<string, Buffer> | undefined {
  const object = readObject(store, namespace, kind, name);
  if (!object) return undefined;
  const files: Record<string, Buffer> = {};
  for (const [key, value] of Object.entries(object.data))
    files[key] = Buffer.from(String(value), kind === 'secret' ? 'base64' : 'utf8');
  for (const [key, value] of Object.entries(object.binaryData))
    files[key] = Buffer.from(String(value), 'base64');
  return files;
}

interface Data {
  readonly data: object;
  readonly binaryData: object;
}

function readObject(store: Store, namespace: string, kind: DataKind, name: string): Data | undefined {
  if (kind === 'secret') {
    const secret = store.get('secrets', namespace, name);
    return secret && { data: secret.data ?? {}, binaryData: {} };
  }
  const configMap = store.get('configmaps', namespace, name);
  return configMap && { data: configMap.data ?? {}, binaryData: configMap.binaryData ?? {} };
}
