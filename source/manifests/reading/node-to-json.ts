import {
  type Alias,
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  visit,
  type YAMLMap,
} from 'yaml';
import type { JsonValue } from '../../json/json-value.ts';

/** A key that its mapping has more than once. */
export interface RepeatedKey {
  /** `spec.clusterIP`, from the top of the document. */
  readonly path: string;
  /** Where the last of them is in the document's text. */
  readonly offset: number;
}

/** What JSON cannot hold; the message is go-yaml's or sigs.k8s.io/yaml's own. */
export class UnfitValueError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'UnfitValueError';
  }
}

/** So many values may come from aliases: what nests aliases in aliases would never end. */
const mostAliasedValues = 100_000;

/**
 * The JSON of a parsed document, as sigs.k8s.io/yaml converts it: keys become strings, and of a key that is there twice the last one wins.
 * @throws UnfitValueError
 */
export function documentToJson(document: Document.Parsed): { value: JsonValue; repeated: RepeatedKey[] } {
  const repeated: RepeatedKey[] = [];
  /** Anchors whose value is being read. */
  const open = new Set<Node>();
  const targets = aliasTargets(document);
  let aliased = 0;

  function toValue(node: unknown, path: string): JsonValue {
    if (open.size > 0) aliased += 1;
    if (aliased > mostAliasedValues) throw new UnfitValueError('document contains excessive aliasing');
    if (isAlias(node)) {
      const target = targets.get(node);
      if (target === undefined) throw new UnfitValueError(`unknown anchor '${node.source}' referenced`);
      if (open.has(target)) throw new UnfitValueError(`anchor '${node.source}' value contains itself`);
      open.add(target);
      const value = toValue(target, path);
      open.delete(target);
      return value;
    }
    if (isMap(node)) return Object.fromEntries(entriesOf(node, path));
    if (isSeq(node)) return node.items.map((item, index) => toValue(item, `${path}[${index}]`));
    return isScalar(node) ? scalarOf(node) : null;
  }

  function entriesOf(map: YAMLMap, path: string): Map<string, JsonValue> {
    const entries = new Map<string, JsonValue>();
    /** Those that the mapping has itself, not through `<<`. */
    const own = new Set<string>();
    for (const { key, value } of map.items as Pair[]) {
      if (isMergeKey(key)) {
        for (const [name, merged] of mergedEntries(value, path)) entries.set(name, merged);
        continue;
      }
      const name = keyText(isAlias(key) ? targets.get(key) : key);
      const at = path === '' ? name : `${path}.${name}`;
      if (own.has(name)) repeated.push({ path: at, offset: (key as Node).range?.[0] ?? 0 });
      own.add(name);
      entries.set(name, toValue(value, at));
    }
    return entries;
  }

  function mergedEntries(value: unknown, path: string): [string, JsonValue][] {
    const target = isAlias(value) ? targets.get(value) : value;
    if (isMap(target)) {
      if (open.has(target)) throw new UnfitValueError('anchor value contains itself');
      open.add(target);
      const entries = [...entriesOf(target, path)];
      open.delete(target);
      return entries;
    }
    // The first of several mappings has precedence.
    if (isSeq(target)) return [...target.items].reverse().flatMap((item) => mergedEntries(item, path));
    throw new UnfitValueError('map merge requires map or sequence of maps as the value');
  }

  return { value: toValue(document.contents, ''), repeated };
}

/** What each alias stands for: the last node before it that has the anchor. */
function aliasTargets(document: Document.Parsed): ReadonlyMap<Alias, Node> {
  const anchors = new Map<string, Node>();
  const targets = new Map<Alias, Node>();
  visit(document, {
    Node: (_key, node) => {
      if (isAlias(node)) {
        const target = anchors.get(node.source);
        if (target !== undefined) targets.set(node, target);
      } else if (node.anchor !== undefined) anchors.set(node.anchor, node);
    },
  });
  return targets;
}

function isMergeKey(key: unknown): boolean {
  return isScalar(key) && key.value === '<<' && key.type === 'PLAIN';
}

function keyText(key: unknown): string {
  if (!isScalar(key)) throw new UnfitValueError('invalid map key');
  const value = scalarOf(key);
  if (value === null) throw new UnfitValueError('unsupported map key of type: %!s(<nil>)');
  return String(value);
}

function scalarOf({ value }: Scalar): JsonValue {
  if (typeof value === 'number' && !Number.isFinite(value))
    throw new UnfitValueError(
      `json: unsupported value: ${Number.isNaN(value) ? 'NaN' : value > 0 ? '+Inf' : '-Inf'}`,
    );
  return value as JsonValue;
}
