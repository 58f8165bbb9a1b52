import { BlockList, isIP } from 'node:net';
import { parseLabelSelector } from '../../../kubernetes-values/label-selector.ts';
import { isRecord } from '../objects/values.ts';
import { records } from '../schema/pod-defaults.ts';
import type { FieldErrors } from './field-errors.ts';

const directions = { ingress: 'from', egress: 'to' } as const;

/** https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/apis/networking/validation/validation.go */
export function validateNetworkPolicy(causes: FieldErrors, spec: unknown): void {
  const policy = isRecord(spec) ? spec : {};
  checkSelector(causes, 'spec.podSelector', policy.podSelector);
  for (const [direction, peers] of Object.entries(directions))
    for (const [index, rule] of records(policy[direction]).entries()) {
      const field = `spec.${direction}[${index}]`;
      for (const [at, port] of records(rule.ports).entries())
        checkPort(causes, `${field}.ports[${at}]`, port);
      for (const [at, peer] of records(rule[peers]).entries())
        checkPeer(causes, `${field}.${peers}[${at}]`, peer);
    }
  const types: unknown[] = Array.isArray(policy.policyTypes) ? policy.policyTypes : [];
  if (types.length > 2)
    causes.invalid('spec.policyTypes', types, 'may not specify more than two policyTypes');
  else
    for (const [at, type] of types.entries())
      causes.oneOf(`spec.policyTypes[${at}]`, type, ['Ingress', 'Egress']);
}

function checkPort(causes: FieldErrors, field: string, rule: Record<string, unknown>): void {
  const { protocol, port, endPort } = rule;
  causes.oneOf(`${field}.protocol`, protocol, ['TCP', 'UDP', 'SCTP']);
  if (typeof port === 'number') {
    causes.port(`${field}.port`, port);
    if (endPort === undefined) return;
    if (Number(endPort) < port)
      causes.invalid(`${field}.endPort`, endPort, 'must be greater than or equal to `port`');
    causes.port(`${field}.endPort`, endPort);
    return;
  }
  if (endPort !== undefined)
    causes.invalid(
      `${field}.endPort`,
      endPort,
      `may not be specified when \`port\` is ${port === undefined ? 'not specified' : 'non-numeric'}`,
    );
  if (typeof port === 'string') checkPortName(causes, `${field}.port`, port);
}

function checkPortName(causes: FieldErrors, field: string, name: string): void {
  const rules: readonly (readonly [holds: boolean, why: string])[] = [
    [name.length <= 15, 'must be no more than 15 characters'],
    [/^[-a-z0-9]+$/.test(name), 'must contain only alpha-numeric characters (a-z, 0-9), and hyphens (-)'],
    [/[a-z]/.test(name), 'must contain at least one letter (a-z)'],
    [!name.includes('--'), 'must not contain consecutive hyphens'],
    [!/^-|-$/.test(name), 'must not begin or end with a hyphen'],
  ];
  for (const [holds, why] of rules) if (!holds) causes.invalid(field, name, why);
}

function checkPeer(causes: FieldErrors, field: string, peer: Record<string, unknown>): void {
  checkSelector(causes, `${field}.podSelector`, peer.podSelector);
  checkSelector(causes, `${field}.namespaceSelector`, peer.namespaceSelector);
  if (isRecord(peer.ipBlock)) checkBlock(causes, `${field}.ipBlock`, peer.ipBlock);
  const given = [peer.podSelector, peer.namespaceSelector, peer.ipBlock].filter((one) => one !== undefined);
  if (given.length === 0) causes.required(field, 'must specify a peer');
  else if (given.length > 1 && peer.ipBlock !== undefined)
    causes.forbidden(field, 'may not specify both ipBlock and another peer');
}

function checkSelector(causes: FieldErrors, field: string, selector: unknown): void {
  if (isRecord(selector) && parseLabelSelector(selector) === undefined)
    causes.invalid(field, selector, 'not a valid selector operator, or values that do not go with it');
}

interface Cidr {
  readonly address: string;
  readonly family: 'ipv4' | 'ipv6';
  readonly bits: number;
}

function checkBlock(causes: FieldErrors, field: string, block: Record<string, unknown>): void {
  if (block.cidr === undefined || block.cidr === '') {
    causes.required(`${field}.cidr`);
    return;
  }
  const whole = checkCidr(causes, `${field}.cidr`, block.cidr);
  const holes: unknown[] = Array.isArray(block.except) ? block.except : [];
  holes.forEach((hole, at) => {
    const part = checkCidr(causes, `${field}.except[${at}]`, hole);
    if (whole !== undefined && part !== undefined && !isStrictlyInside(part, whole))
      causes.invalid(`${field}.except[${at}]`, hole, 'must be a strict subset of `cidr`');
  });
}

function checkCidr(causes: FieldErrors, field: string, value: unknown): Cidr | undefined {
  const [, address = '', bits = ''] = /^([^/]*)\/(\d{1,3})$/.exec(String(value)) ?? [];
  const version = isIP(address);
  if (version !== 0 && Number(bits) <= (version === 4 ? 32 : 128))
    return { address, family: version === 4 ? 'ipv4' : 'ipv6', bits: Number(bits) };
  causes.invalid(field, value, 'must be a valid CIDR value, (e.g. 10.9.8.0/24 or 2001:db8::/64)');
  return undefined;
}

function isStrictlyInside(part: Cidr, whole: Cidr): boolean {
  if (part.family !== whole.family || whole.bits >= part.bits) return false;
  const inside = new BlockList();
  inside.addSubnet(whole.address, whole.bits, whole.family);
  return inside.check(part.address, part.family);
}
