import { longestArgument, tooLong } from './argument-limit.ts';

/**
 * Expands `$(NAME)` in a text; `$$(` escapes, and unknown names stay as written. Throws `ContainerConfigError` as soon as the result
 * exceeds what a program can take, since values may contain other values.
 */
export function expandVariables(
  text: string,
  values: Readonly<Record<string, string>>,
  lookUp: (name: string, whole: string) => string = (name, whole) =>
    Object.hasOwn(values, name) ? (values[name] as string) : whole,
): string {
  let length = text.length;
  return text.replace(/\$(\$|\(([^()]*)\))/g, (whole, after: string, name: string | undefined) => {
    if (after === '$') return '$';
    const value = lookUp(name as string, whole);
    length += value.length - whole.length;
    if (length > longestArgument) throw tooLong();
    return value;
  });
}
