import { longestArgument, tooLong } from './argument-limit.ts';

/**
 * Puts the values of `$(NAME)` into a text, `$$(` standing for `$(`; a name that is not known stays as it is written. Throws
 * `ContainerConfigError` as soon as the result is longer than a program can be given: values may stand in values.
 */
export function expandVariables(text: string, values: Readonly<Record<string, string>>): string {
  let length = text.length;
  return text.replace(/\$(\$|\(([^()]*)\))/g, (whole, after: string, name: string | undefined) => {
    if (after === '$') return '$';
    const value = Object.hasOwn(values, name as string) ? (values[name as string] as string) : whole;
    length += value.length - whole.length;
    if (length > longestArgument) throw tooLong();
    return value;
  });
}
