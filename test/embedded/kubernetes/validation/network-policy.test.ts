import { expect, it } from 'vitest';
import { FieldErrors } from '../../../../source/embedded/kubernetes/validation/field-errors.ts';
import { validateNetworkPolicy } from '../../../../source/embedded/kubernetes/validation/network-policy.ts';

function refused(rule: object, more: object = {}): string[] {
  const causes = new FieldErrors();
  validateNetworkPolicy(causes, { podSelector: {}, ingress: [rule], ...more });
  return causes.list.map(({ field, message }) => `${field}: ${message}`);
}

const rule = 'spec.ingress[0]';
const block = `${rule}.from[0].ipBlock`;

it.each([
  [
    { ports: [{ port: 70_000 }] },
    `${rule}.ports[0].port: Invalid value: 70000: must be between 1 and 65535, inclusive`,
  ],
  [
    { ports: [{ port: 9000, endPort: 8000 }] },
    `${rule}.ports[0].endPort: Invalid value: 8000: must be greater than or equal to \`port\``,
  ],
  [
    { ports: [{ endPort: 1 }] },
    `${rule}.ports[0].endPort: Invalid value: 1: may not be specified when \`port\` is not specified`,
  ],
  [
    { ports: [{ port: 'web', endPort: 1 }] },
    `${rule}.ports[0].endPort: Invalid value: 1: may not be specified when \`port\` is non-numeric`,
  ],
  [
    { ports: [{ port: 'a--b' }] },
    `${rule}.ports[0].port: Invalid value: "a--b": must not contain consecutive hyphens`,
  ],
  [
    { ports: [{ protocol: 'HTTP' }] },
    `${rule}.ports[0].protocol: Unsupported value: "HTTP": supported values: "TCP", "UDP", "SCTP"`,
  ],
  [{ from: [{}] }, `${rule}.from[0]: Required value: must specify a peer`],
  [
    { from: [{ podSelector: {}, ipBlock: { cidr: '10.0.0.0/8' } }] },
    `${rule}.from[0]: Forbidden: may not specify both ipBlock and another peer`,
  ],
  [{ from: [{ ipBlock: {} }] }, `${block}.cidr: Required value`],
  [
    { from: [{ ipBlock: { cidr: '10.0.0.0/33' } }] },
    `${block}.cidr: Invalid value: "10.0.0.0/33": must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)`,
  ],
  ...['11.0.0.0/16', '10.0.0.0/8', '2001:db8::/64'].map((hole): [object, string] => [
    { from: [{ ipBlock: { cidr: '10.0.0.0/8', except: [hole] } }] },
    `${block}.except[0]: Invalid value: "${hole}": must be a strict subset of \`cidr\``,
  ]),
])('a rule %j is refused', (given, message) => {
  expect(refused(given)).toEqual([message]);
});

it('refuses unknown types and operators', () => {
  expect(refused({}, { policyTypes: ['Ingress', 'Both'] })).toEqual([
    'spec.policyTypes[1]: Unsupported value: "Both": supported values: "Ingress", "Egress"',
  ]);
  expect(refused({ from: [{ podSelector: { matchExpressions: [{ key: 'a', operator: 'Is' }] } }] })).toEqual([
    expect.stringContaining(`${rule}.from[0].podSelector: Invalid value`),
  ]);
});

it('accepts what Kubernetes accepts', () => {
  const from = [
    { podSelector: {}, namespaceSelector: { matchLabels: { team: 'a' } } },
    { ipBlock: { cidr: '10.0.0.0/8', except: ['10.1.0.0/16'] } },
    { ipBlock: { cidr: '2001:db8::/32' } },
  ];
  const ports = [{ port: 9092, endPort: 9099 }, { port: 'kafka', protocol: 'UDP' }, {}];
  expect(refused({ from, ports }, { egress: [{ to: from }, {}] })).toEqual([]);
});
