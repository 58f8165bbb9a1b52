import type { Stored } from '../../../kubernetes-types/kinds.ts';
import type {
  NetworkPolicyPeer,
  NetworkPolicyPort,
} from '../../../kubernetes-types/networking/network-policy.ts';
import { selectorText } from '../objects/selector-text.ts';
import { type Description, goTime, shownAnnotations } from './description.ts';

interface Rule {
  readonly ports: readonly NetworkPolicyPort[];
  readonly peers: readonly NetworkPolicyPeer[];
}

/** What one direction is called. */
const words = {
  ingress: { peer: 'From', anyPeer: 'source' },
  egress: { peer: 'To', anyPeer: 'destination' },
} as const;
type Direction = keyof typeof words;

export function describeNetworkPolicy(out: Description, policy: Stored<'networkpolicies'>): void {
  const { metadata, spec } = policy;
  const { podSelector = {}, ingress = [], egress = [], policyTypes = [] } = spec ?? {};
  out.field(0, 'Name', metadata.name);
  out.field(0, 'Namespace', metadata.namespace);
  out.field(0, 'Created on', goTime(metadata.creationTimestamp));
  out.map(0, 'Labels', metadata.labels);
  out.map(0, 'Annotations', shownAnnotations(metadata.annotations), ': ');
  out.line(0, 'Spec:');
  const everyPod = '<none> (Allowing the specific traffic to all pods in this namespace)';
  out.line(1, `PodSelector:     ${selectorText(podSelector) ?? everyPod}`);
  const rules: Readonly<Record<Direction, readonly Rule[]>> = {
    ingress: ingress.map(({ ports = [], from = [] }) => ({ ports, peers: from })),
    egress: egress.map(({ ports = [], to = [] }) => ({ ports, peers: to })),
  };
  for (const [direction, type] of [
    ['ingress', 'Ingress'],
    ['egress', 'Egress'],
  ] as const) {
    if (!policyTypes.includes(type)) {
      out.line(1, `Not affecting ${direction} traffic`);
      continue;
    }
    out.line(1, `Allowing ${direction} traffic:`);
    describeRules(out, direction, rules[direction]);
  }
  out.line(1, `Policy Types: ${policyTypes.join(', ')}`);
}

function describeRules(out: Description, direction: Direction, rules: readonly Rule[]): void {
  const { peer, anyPeer } = words[direction];
  if (rules.length === 0) out.line(2, `<none> (Selected pods are isolated for ${direction} connectivity)`);
  rules.forEach(({ ports, peers }, index) => {
    if (index > 0) out.line(2, '----------');
    if (ports.length === 0) out.line(2, 'To Port: <any> (traffic allowed to all ports)');
    for (const port of ports) out.line(2, portText(port));
    if (peers.length === 0) out.line(2, `${peer}: <any> (traffic not restricted by ${anyPeer})`);
    for (const one of peers) {
      out.line(2, `${peer}:`);
      describePeer(out, one);
    }
  });
}

function portText({ port, endPort, protocol = 'TCP' }: NetworkPolicyPort): string {
  return endPort === undefined
    ? `To Port: ${port ?? '<nil>'}/${protocol}`
    : `To Port Range: ${port}-${endPort}/${protocol}`;
}

function describePeer(
  out: Description,
  { podSelector, namespaceSelector, ipBlock }: NetworkPolicyPeer,
): void {
  if (namespaceSelector) out.line(3, `NamespaceSelector: ${selectorText(namespaceSelector) ?? '<none>'}`);
  if (podSelector) out.line(3, `PodSelector: ${selectorText(podSelector) ?? '<none>'}`);
  if (!ipBlock) return;
  out.line(3, 'IPBlock:');
  out.line(4, `CIDR: ${ipBlock.cidr ?? ''}`);
  out.line(4, `Except: ${(ipBlock.except ?? []).join(', ')}`);
}
