import type { CommandId } from '../bindings/bindings.ts';
import type { ViewAction } from '../views/view.ts';
import type { UiState } from './ui-state.ts';

/** Which action of a view a command asks for. */
export const viewActions: Readonly<Partial<Record<CommandId, ViewAction>>> = {
  'view-open': 'open',
  'view-describe': 'describe',
  'view-yaml': 'yaml',
  'view-logs': 'logs',
  'view-previous-logs': 'previous-logs',
  'view-shell': 'shell',
  'view-delete': 'delete',
  'view-namespaces': 'namespaces',
  'view-messages': 'messages',
  'view-produce': 'produce',
  'view-follow': 'follow',
  'view-seek': 'seek',
  'view-find': 'find',
  'view-form': 'form',
  'view-next-page': 'next-page',
  'view-previous-page': 'previous-page',
  'view-next-partition': 'next-partition',
  'view-previous-partition': 'previous-partition',
  'view-all-partitions': 'all-partitions',
};

/** False for a command that asks the uppermost view for an action which it does not have. */
export function isOfTopView(id: CommandId, { opened }: Pick<UiState, 'opened'>): boolean {
  const action = viewActions[id];
  const top = opened.at(-1);
  return top === undefined || action === undefined || top.view.actions.has(action);
}
