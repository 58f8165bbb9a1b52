import type { Subject } from '../../../kubernetes-types/rbac/bindings.ts';
import { age } from '../../../kubernetes-values/age.ts';
import { columns, type Printer, type Printers, type Shown } from './column.ts';

const roles: Printer<Shown<'roles' | 'clusterroles'>> = {
  columns: columns('Name, Created At'),
  row: (it) => [it.metadata.name, it.metadata.creationTimestamp],
};

const bindings: Printer<Shown<'rolebindings' | 'clusterrolebindings'>> = {
  columns: columns('Name, Role, Age | Users, Groups, ServiceAccounts'),
  row: (it, now) => [
    it.metadata.name,
    `${it.roleRef?.kind ?? ''}/${it.roleRef?.name ?? ''}`,
    age(it.metadata.creationTimestamp, now),
    ...['User', 'Group', 'ServiceAccount'].map((kind) => subjects(it.subjects, kind)),
  ],
};

function subjects(all: readonly Subject[] = [], wanted: string): string {
  return all
    .filter(({ kind }) => kind === wanted)
    .map(({ kind, namespace, name }) =>
      kind === 'ServiceAccount' && namespace ? `${namespace}/${name}` : name,
    )
    .join(', ');
}

export const accessPrinters: Printers = {
  roles,
  clusterroles: roles,
  rolebindings: bindings,
  clusterrolebindings: bindings,
};
