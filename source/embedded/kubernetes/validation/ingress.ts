import { isIP } from 'node:net';
import { isRecord } from '../objects/values.ts';
import { records } from '../schema/pod-defaults.ts';
import type { FieldErrors } from './field-errors.ts';
import { dns1035Label, dnsSubdomain } from './names.ts';

type Fields = Record<string, unknown>;

const pathTypes = ['Exact', 'ImplementationSpecific', 'Prefix'];
const invalidSequences = ['//', '/./', '/../', '%2f', '%2F'];
const invalidSuffixes = ['/..', '/.'];

/** https://github.com/kubernetes/kubernetes/blob/v1.32.0/pkg/apis/networking/validation/validation.go */
export function validateIngress(causes: FieldErrors, spec: unknown): void {
  const ingress = isRecord(spec) ? spec : {};
  const rules = records(ingress.rules);
  if (rules.length === 0 && ingress.defaultBackend === undefined)
    causes.invalid('spec', [], 'either `defaultBackend` or `rules` must be specified');
  if (isRecord(ingress.defaultBackend)) checkBackend(causes, 'spec.defaultBackend', ingress.defaultBackend);
  for (const [index, rule] of rules.entries()) {
    const field = `spec.rules[${index}]`;
    checkHost(causes, `${field}.host`, rule.host);
    if (!isRecord(rule.http)) continue;
    const paths = records(rule.http.paths);
    if (paths.length === 0) causes.required(`${field}.http.paths`);
    for (const [at, path] of paths.entries()) checkPath(causes, `${field}.http.paths[${at}]`, path);
  }
}

function checkHost(causes: FieldErrors, field: string, host: unknown): void {
  if (typeof host !== 'string' || host === '') return;
  if (isIP(host) !== 0) causes.invalid(field, host, 'must be a DNS name, not an IP address');
  const wrong = dnsSubdomain(host.replace(/^\*\./, ''));
  if (wrong) causes.invalid(field, host, wrong);
}

function checkPath(causes: FieldErrors, field: string, rule: Fields): void {
  const { pathType, path = '' } = rule;
  if (pathType === undefined) {
    causes.required(`${field}.pathType`, 'pathType must be specified');
    return;
  }
  const text = String(path);
  const isExact = pathType === 'Exact' || pathType === 'Prefix';
  if (!pathTypes.includes(String(pathType))) causes.unsupported(`${field}.pathType`, pathType, pathTypes);
  else if (!text.startsWith('/') && (isExact || text !== ''))
    causes.invalid(`${field}.path`, text, 'must be an absolute path');
  if (isExact) {
    for (const sequence of invalidSequences)
      if (text.includes(sequence)) causes.invalid(`${field}.path`, text, `must not contain '${sequence}'`);
    for (const suffix of invalidSuffixes)
      if (text.endsWith(suffix)) causes.invalid(`${field}.path`, text, `cannot end with '${suffix}'`);
  }
  checkBackend(causes, `${field}.backend`, isRecord(rule.backend) ? rule.backend : {});
}

function checkBackend(causes: FieldErrors, field: string, { service, resource }: Fields): void {
  if (service !== undefined && resource !== undefined)
    causes.invalid(field, '', 'cannot set both resource and service backends');
  else if (isRecord(service)) checkService(causes, field, service);
  else if (resource === undefined) causes.invalid(field, '', 'resource or service backend is required');
}

function checkService(causes: FieldErrors, field: string, service: Fields): void {
  const { name } = service;
  if (typeof name !== 'string' || name === '') causes.required(`${field}.service.name`);
  else {
    const wrong = dns1035Label(name);
    if (wrong) causes.invalid(`${field}.service.name`, name, wrong);
  }
  const port = isRecord(service.port) ? service.port : {};
  const hasName = typeof port.name === 'string' && port.name !== '';
  const hasNumber = typeof port.number === 'number' && port.number !== 0;
  if (hasName && hasNumber) causes.invalid(field, '', 'cannot set both port name & port number');
  else if (hasNumber) causes.port(`${field}.service.port.number`, port.number);
  else if (!hasName) causes.required(field, 'port name or number is required');
}
