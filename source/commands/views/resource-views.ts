import { findType, type ResourceType } from '../../cluster/api/discovery.ts';
import type { Resources } from '../../cluster/kubernetes/resources.ts';
import { LabError } from '../../errors/lab-error.ts';
import type { View } from '../../ui/views/view.ts';
import { ownedBy } from './owned-by.ts';
import { actionsOf, performOn, type ResourceActionsOptions } from './resource-actions.ts';
import { getCommand, type KubectlWords, type ResourceTarget } from './resource-target.ts';
import { resourceView } from './resource-view.ts';

export interface ResourceViewsOptions
  extends Pick<ResourceActionsOptions, 'runner' | 'directory' | 'typed' | 'inTerminal'> {
  readonly resources: Resources;
  readonly namespace: string;
  /** Commands name the lab's namespace. */
  readonly needsNamespace: boolean;
  /** Commands name it. */
  readonly context?: string | undefined;
  readonly onUnexpected: (error: unknown) => void;
}

export interface KindNames {
  readonly names: readonly string[];
  /** Short names and singulars. */
  readonly others: readonly string[];
  /** All names of the kinds whose objects are in namespaces. */
  readonly namespaced: readonly string[];
}

/** The names of all kinds that can be listed. */
export async function kindNames({ types }: Pick<Resources, 'types'>): Promise<KindNames> {
  const listed = (await types()).filter(({ verbs }) => verbs.includes('list'));
  const othersOf = ({ shortNames, singular }: ResourceType): string[] => [
    ...shortNames,
    ...(singular === '' ? [] : [singular]),
  ];
  return {
    names: listed.map(({ plural }) => plural),
    others: listed.flatMap(othersOf),
    namespaced: listed
      .filter(({ namespaced }) => namespaced)
      .flatMap((type) => [type.plural, ...othersOf(type)]),
  };
}

/** Opens the view of a kind by any name that kubectl knows it by; undefined if the server has none of that name. */
export async function openResourceView(
  name: string,
  argument: string,
  options: ResourceViewsOptions,
): Promise<View | undefined> {
  const { resources, namespace } = options;
  const types = await resources.types();
  const type = findType(types, name);
  if (type === undefined) return undefined;
  if (!type.verbs.includes('list'))
    throw new LabError('command', `\`${type.plural}\` cannot be listed`, { hint: 'look at another kind' });
  return openTarget({ type, ...readArgument(type, argument, namespace) }, types, options);
}

function openTarget(
  target: ResourceTarget,
  types: readonly ResourceType[],
  options: ResourceViewsOptions,
): View {
  const { resources, namespace, needsNamespace, context } = options;
  const words: KubectlWords = { types, ownNamespace: namespace, needsNamespace, context };
  const open = (other: ResourceTarget): View => openTarget(other, types, options);
  return resourceView({
    resources,
    target,
    command: getCommand(target, words),
    actions: actionsOf(target.type),
    onUnexpected: options.onUnexpected,
    perform: (action, object) =>
      performOn(action, object, target, {
        ...options,
        words,
        openTarget: open,
        async openOwned(type, owner) {
          const owned = await ownedBy(resources, type, owner);
          return owned && open(owned);
        },
      }),
  });
}

/** What follows the kind: a namespace, `-n NAMESPACE`, `-A`, `-l LABELS`, in any order. */
function readArgument(
  { plural, namespaced }: ResourceType,
  argument: string,
  own: string,
): Omit<ResourceTarget, 'type'> {
  let namespace: string | undefined = namespaced ? own : undefined;
  let labelSelector: string | undefined;
  const words = argument.split(/\s+/).filter((word) => word !== '');
  while (words.length > 0) {
    const word = words.shift()!;
    const value = word === '-l' || word === '-n' ? words.shift() : word;
    if (word === '-A' || word === 'all') namespace = undefined;
    else if (value === undefined || value.startsWith('-'))
      throw new LabError('command', `\`${argument}\` does not say which ${plural} to show`, {
        hint: `try \`:${plural}\`, \`:${plural} -A\`, \`:${plural} -n NAMESPACE\` or \`:${plural} -l LABEL=VALUE\``,
      });
    else if (word === '-l' || word.includes('=')) labelSelector = value;
    else if (namespaced) namespace = value;
    else
      throw new LabError('command', `${plural} have no namespace \`${value}\``, {
        hint: `type \`:${plural}\``,
      });
  }
  return { namespace, labelSelector };
}
