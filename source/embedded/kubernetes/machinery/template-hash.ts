import { createHash } from 'node:crypto';

const alphabet = 'bcdfghjklmnpqrstvwxz2456789';

/** Serialises with sorted keys, so that equal values give equal texts. */
export function canonicalJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const record = value as Record<string, unknown>;
  const entries = Object.keys(record)
    .filter((key) => record[key] !== undefined)
    .sort()
    .map((key) => `${JSON.stringify(key)}:${canonicalJson(record[key])}`);
  return `{${entries.join(',')}}`;
}

/**
 * Equal values have equal digests. The digest of a stored (frozen) object is computed once: a controller compares a template, which may
 * be large, with all revisions at each reconcile.
 */
export function rememberedDigest<Value extends object>(
  read: (value: Value) => unknown,
): (value: Value) => string {
  const known = new WeakMap<Value, string>();
  return (value) => {
    const before = known.get(value);
    if (before !== undefined) return before;
    const digest = createHash('sha256')
      .update(canonicalJson(read(value)))
      .digest('base64');
    if (Object.isFrozen(value)) known.set(value, digest);
    return digest;
  };
}

/**
 * A short hash of a pod template, as in `pod-template-hash` and `controller-revision-hash`: 32-bit FNV-1a in letters that spell no words.
 * `collisions` yields another one if a different template has the hash.
 */
export function templateHash(template: unknown, collisions = 0): string {
  const bytes = Buffer.from(canonicalJson(template) + (collisions > 0 ? `#${collisions}` : ''));
  let hash = 0x811c9dc5;
  for (const byte of bytes) hash = Math.imul(hash ^ byte, 0x01000193) >>> 0;
  return Array.from(String(hash), (digit) => alphabet[digit.charCodeAt(0) % alphabet.length]).join('');
}

/** Five random characters from the same alphabet, for pod names. */
export function randomSuffix(): string {
  return Array.from({ length: 5 }, () => alphabet[Math.floor(Math.random() * alphabet.length)]).join('');
}
