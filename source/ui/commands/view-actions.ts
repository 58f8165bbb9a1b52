import type { CommandId } from '../bindings/bindings.ts';
import type { ViewAction } from '../views/view.ts';

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
};
