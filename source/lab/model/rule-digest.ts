import { hash } from 'node:crypto';
import type { Check } from './step.ts';

/** 132 bits of it, as in the links of a journal. */
const digits = 22;

/** Tells by what content a verdict was made: the same for two checks that judge alike. Undefined for a check that no lab's data holds. */
export function ruleDigest({ rule }: Pick<Check, 'rule'>): string | undefined {
  return rule === undefined ? undefined : hash('sha256', rule, 'base64url').slice(0, digits);
}
