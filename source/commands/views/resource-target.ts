import { findType, type ResourceType, typeName } from '../../cluster/api/discovery.ts';
import { quoteForShell } from '../../text/quote-for-shell.ts';

/** Which objects a view shows. */
export interface ResourceTarget {
  readonly type: ResourceType;
  /** Undefined: all namespaces, or a kind that has none. */
  readonly namespace: string | undefined;
  readonly labelSelector?: string | undefined;
  readonly fieldSelector?: string | undefined;
}

/** What the words of a kubectl command depend on. */
export interface KubectlWords {
  readonly types: readonly ResourceType[];
  /** The lab's, which a command without `-n` looks at. */
  readonly ownNamespace: string;
  /** Only in the session: copied into the user's own shell, it would look at another. */
  readonly needsNamespace: boolean;
  /** The lab's, where a command in the user's own shell would speak to another cluster. */
  readonly context?: string | undefined;
}

/** `kubectl get pods -l app=kafka` */
export function getCommand(target: ResourceTarget, words: KubectlWords): string {
  const { type, namespace, labelSelector, fieldSelector } = target;
  return [
    `kubectl get ${collectionName(type, words)}`,
    ...inContext(words),
    ...inNamespace(type, namespace, words),
    ...(labelSelector === undefined ? [] : [`-l ${quoteForShell(labelSelector)}`]),
    ...(fieldSelector === undefined ? [] : [`--field-selector ${quoteForShell(fieldSelector)}`]),
  ].join(' ');
}

/** `--context NAME`, or nothing. */
export function inContext({ context }: Pick<KubectlWords, 'context'>): string[] {
  return context === undefined ? [] : [`--context ${quoteForShell(context)}`];
}

/** `-n kube-system`, `-A`, or nothing where that is what kubectl looks at anyway. */
export function inNamespace(
  { namespaced }: ResourceType,
  namespace: string | undefined,
  { ownNamespace, needsNamespace }: KubectlWords,
): string[] {
  if (!namespaced || (namespace === ownNamespace && !needsNamespace)) return [];
  return namespace === undefined ? ['-A'] : [`-n ${quoteForShell(namespace)}`];
}

/** `pods`; with its group where the plain word stands for another kind. */
function collectionName(type: ResourceType, { types }: KubectlWords): string {
  return findType(types, type.plural) === type ? type.plural : `${type.plural}.${type.group}`;
}

/** `pod`, likewise. */
export function objectName(type: ResourceType, { types }: KubectlWords): string {
  const singular = type.singular || type.kind.toLowerCase();
  return findType(types, singular) === type ? singular : typeName(type);
}
