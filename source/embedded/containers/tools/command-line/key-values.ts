import { JavaError } from './java-main.ts';

/** `key=value` words; a word without a value means the empty one, unless it is required. Throws JavaError. */
export function keyValues(words: readonly string[], requiresValue = false): Readonly<Record<string, string>> {
  const pairs = words.map((word): [string, string] => {
    const at = word.indexOf('=');
    const [key, value] = at < 0 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
    if (value === '' && requiresValue)
      throw new JavaError('java.lang.IllegalArgumentException', `Missing value for key ${key}`);
    return [key, value];
  });
  return Object.fromEntries(pairs);
}

/** True for `true` in any case; a property that is not given has its usual value. */
export function flag(properties: Readonly<Record<string, string>>, name: string, usual = false): boolean {
  const text = Object.hasOwn(properties, name) ? properties[name] : undefined;
  return text === undefined ? usual : text.trim().toLowerCase() === 'true';
}
