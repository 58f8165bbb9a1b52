import { isRecord } from '../objects/values.ts';
import type { FieldErrors } from './field-errors.ts';

const label = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const subdomain = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const label1035 = /^[a-z]([-a-z0-9]*[a-z0-9])?$/;
const qualifiedPart = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

const atEnds = 'starting and ending with a letter or digit';

/** RFC 1123 label, at most 63 characters. */
export function dnsLabel(value: string): string | undefined {
  if (value.length > 63) return 'must be no more than 63 characters';
  return label.test(value)
    ? undefined
    : `a lowercase RFC 1123 label has lowercase letters, digits and '-' only, ${atEnds}`;
}

/** RFC 1035 label: as RFC 1123, but a letter comes first. */
export function dns1035Label(value: string): string | undefined {
  if (value.length > 63) return 'must be no more than 63 characters';
  return label1035.test(value)
    ? undefined
    : `a DNS-1035 label has lowercase letters, digits and '-' only, starting with a letter and ending with a letter or digit`;
}

/** RFC 1123 subdomain, at most 253 characters. */
export function dnsSubdomain(value: string): string | undefined {
  if (value.length > 253) return 'must be no more than 253 characters';
  return subdomain.test(value)
    ? undefined
    : `a lowercase RFC 1123 subdomain has lowercase letters, digits, '-' and '.' only, ${atEnds}`;
}

/** A field with the name of another object, which is a subdomain; empty or missing: none. */
export function checkSubdomain(causes: FieldErrors, field: string, name: unknown): void {
  const wrong = typeof name === 'string' && name !== '' ? dnsSubdomain(name) : undefined;
  if (wrong !== undefined) causes.invalid(field, name, wrong);
}

/** The key of a label or annotation: an optional DNS prefix, a slash, a name. */
export function qualifiedName(value: string): string | undefined {
  const slash = value.indexOf('/');
  const prefix = slash < 0 ? undefined : value.slice(0, slash);
  const name = value.slice(slash + 1);
  if (prefix !== undefined && dnsSubdomain(prefix) !== undefined)
    return 'prefix part must be a DNS subdomain';
  if (name.length > 63) return 'name part must be no more than 63 characters';
  return qualifiedPart.test(name)
    ? undefined
    : `name part must consist of letters, digits, '-', '_' or '.', ${atEnds}`;
}

export function labelValue(value: string): string | undefined {
  if (value.length > 63) return 'must be no more than 63 characters';
  return value === '' || qualifiedPart.test(value)
    ? undefined
    : `a label value is empty, or has letters, digits, '-', '_' or '.' only, ${atEnds}`;
}

export function checkLabels(causes: FieldErrors, field: string, labels: unknown): void {
  if (!isRecord(labels)) return;
  for (const [key, value] of Object.entries(labels)) {
    const wrongKey = qualifiedName(key);
    if (wrongKey) causes.invalid(field, key, wrongKey);
    const wrongValue = labelValue(String(value));
    if (wrongValue) causes.invalid(field, value, wrongValue);
  }
}
