import { age } from '../../../kubernetes-values/age.ts';
import { columns, none, type Printers, type Shown } from './column.ts';

/** At most three hosts, then the number of the other rules. */
function hosts({ spec }: Shown<'ingresses'>): string {
  const rules = spec?.rules ?? [];
  const named = rules.flatMap(({ host }) => (host ? [host] : []));
  const shown = named.slice(0, 3).join(',') || '*';
  return named.length >= 3 && rules.length > 3 ? `${shown} + ${rules.length - 3} more...` : shown;
}

function addresses({ status }: Shown<'ingresses'>): string {
  const list = (status?.loadBalancer?.ingress ?? []).map(({ ip, hostname }) => ip || hostname);
  return [...new Set(list.filter((one) => one !== undefined))].sort().join(',');
}

export const ingressPrinters: Printers = {
  ingresses: {
    columns: columns('Name, Class, Hosts, Address, Ports, Age'),
    row: (it, now) => [
      it.metadata.name,
      it.spec?.ingressClassName ?? none,
      hosts(it),
      addresses(it),
      (it.spec?.tls ?? []).length > 0 ? '80, 443' : '80',
      age(it.metadata.creationTimestamp, now),
    ],
  },
  ingressclasses: {
    columns: columns('Name, Controller, Parameters, Age'),
    row: (it, now) => {
      const { parameters } = it.spec ?? {};
      const group = parameters?.apiGroup === undefined ? '' : `.${parameters.apiGroup}`;
      return [
        it.metadata.name,
        it.spec?.controller ?? '',
        parameters ? `${parameters.kind}${group}/${parameters.name}` : none,
        age(it.metadata.creationTimestamp, now),
      ];
    },
  },
};
