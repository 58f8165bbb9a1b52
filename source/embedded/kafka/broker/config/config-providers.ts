import { readJavaProperties } from './java-properties.ts';
import { ConfigException, invalidValue, JavaException } from './settings/java-exception.ts';
import { isKnownClass } from './settings/known-classes.ts';

/** The files that providers read, by their paths in the pod. */
export interface ProviderFiles {
  /** Undefined: it cannot be read. */
  read(path: string): string | undefined;
  /** The names of the plain files in a directory; undefined if it is none. */
  namesIn(path: string): readonly string[] | undefined;
}

/** The values of some keys at a path; those that are not there are left out. Throws ConfigException. */
type Provider = (path: string, keys: ReadonlySet<string>) => ReadonlyMap<string, string>;

const packageName = 'org.apache.kafka.common.config.provider';
const setting = 'config.providers';

/**
 * Replaces `${PROVIDER:PATH:KEY}` in the values of a `server.properties` by what the providers in `config.providers` have, as AbstractConfig
 * 3.3.2 does (KIP-297): once, and what nobody has stays as it is. Kafka 3.3.2 has FileConfigProvider and DirectoryConfigProvider. Throws
 * what Kafka throws.
 */
export function resolveProviders(
  properties: Readonly<Record<string, string>>,
  files: ProviderFiles,
): Record<string, string> {
  const providers = providersOf(properties, files);
  const wanted = new Map<string, { provider: Provider; path: string; keys: Set<string> }>();
  const parsed = Object.entries(properties).map(([name, text]) => ({ name, pieces: [...piecesOf(text)] }));
  for (const piece of parsed.flatMap(({ pieces }) => pieces)) {
    if (typeof piece === 'string') continue;
    const provider = providers.get(piece.provider);
    if (provider === undefined) continue;
    const request = wanted.get(placeOf(piece)) ?? { provider, path: piece.path, keys: new Set<string>() };
    wanted.set(placeOf(piece), request);
    request.keys.add(piece.key);
  }
  const found = new Map(
    [...wanted].map(([place, { provider, path, keys }]) => [place, provider(path, keys)]),
  );
  const textOf = (piece: Piece) =>
    typeof piece === 'string' ? piece : (found.get(placeOf(piece))?.get(piece.key) ?? piece.text);
  return Object.fromEntries(parsed.map(({ name, pieces }) => [name, pieces.map(textOf).join('')]));
}

interface Reference {
  /** The whole of it. */
  readonly text: string;
  readonly provider: string;
  readonly path: string;
  readonly key: string;
}

type Piece = string | Reference;

function placeOf({ provider, path }: Reference): string {
  return `${provider}:${path}`;
}

/** A value as text and references, `${PROVIDER:KEY}` or `${PROVIDER:PATH:KEY}`, in one pass. */
function* piecesOf(value: string): Generator<Piece> {
  let done = 0;
  for (;;) {
    const start = value.indexOf('${', done);
    const end = start < 0 ? -1 : value.indexOf('}', start);
    if (end < 0) break;
    const text = value.slice(start, end + 1);
    const [provider = '', ...rest] = text.slice(2, -1).split(':');
    const [path = '', ...keys] = rest.length > 1 ? rest : ['', ...rest];
    yield value.slice(done, start);
    yield rest.length === 0 ? text : { text, provider, path, key: keys.join(':') };
    done = end + 1;
  }
  yield value.slice(done);
}

function providersOf(
  properties: Readonly<Record<string, string>>,
  files: ProviderFiles,
): Map<string, Provider> {
  const providers = new Map<string, Provider>();
  // Kafka does not trim the names.
  for (const name of (properties[setting] ?? '').split(',')) {
    const className = properties[`${setting}.${name}.class`];
    if (name === '' || className === undefined) continue;
    providers.set(name, providerOf(`${setting}.${name}.class`, className, files));
  }
  return providers;
}

function providerOf(name: string, className: string, files: ProviderFiles): Provider {
  if (className === `${packageName}.FileConfigProvider`) return fileProvider(files);
  if (className === `${packageName}.DirectoryConfigProvider`) return directoryProvider(files);
  if (isKnownClass(className)) throw new JavaException('java.lang.ClassCastException', `class ${className}`);
  throw invalidValue(name, className, 'Could not load config provider class or one of its dependencies');
}

function fileProvider(files: ProviderFiles): Provider {
  return (path, keys) => {
    if (path === '') return new Map();
    const text = files.read(path);
    if (text === undefined) throw new ConfigException(`Could not read properties from file ${path}`);
    return new Map(Object.entries(readJavaProperties(text)).filter(([key]) => keys.has(key)));
  };
}

function directoryProvider(files: ProviderFiles): Provider {
  return (path, keys) => {
    const names = path === '' ? [] : (files.namesIn(path) ?? []);
    return new Map(
      names
        .filter((name) => keys.has(name))
        .map((name) => {
          const file = `${path.replace(/\/+$/, '')}/${name}`;
          const text = files.read(file);
          if (text === undefined)
            throw new ConfigException(`Could not read file ${file} for property ${name}`);
          return [name, text];
        }),
    );
  };
}
