/** Puts the values of `$(NAME)` into a text, `$$(` standing for `$(`; a name that is not known stays as it is written. */
export function expandVariables(text: string, values: Readonly<Record<string, string>>): string {
  return text.replace(/\$(\$|\(([^()]*)\))/g, (whole, after: string, name: string | undefined) => {
    if (after === '$') return '$';
    return Object.hasOwn(values, name as string) ? (values[name as string] as string) : whole;
  });
}
