import { nearestName } from '../../text/nearest-name.ts';

/** A parameter of something that has a name in the vocabulary. */
export interface ParameterSpec {
  readonly type: 'number' | 'text' | 'texts' | 'flag';
  /** What it means, for the documentation. */
  readonly says: string;
  readonly optional?: true;
  /** All values of a text, if they can be listed. */
  readonly choices?: readonly string[];
}

export type ParameterSpecs = Readonly<Record<string, ParameterSpec>>;

interface Values {
  readonly number: number;
  readonly text: string;
  readonly texts: readonly string[];
  readonly flag: boolean;
}

/** The values of such parameters. */
export type Parameters<S extends ParameterSpecs> = {
  readonly [N in keyof S]: S[N]['optional'] extends true
    ? Values[S[N]['type']] | undefined
    : Values[S[N]['type']];
};

const words: Readonly<Record<ParameterSpec['type'], string>> = {
  number: 'a number',
  text: 'a text',
  texts: 'a list of texts',
  flag: 'true or false',
};

/** What is wrong with given parameters, by name. A text with expressions has its type only once it is rendered: `isTemplate` tells. */
export function parameterFaults(
  specs: ParameterSpecs,
  given: Readonly<Record<string, unknown>>,
  isTemplate: (value: unknown) => boolean = () => false,
): { readonly name: string; readonly message: string }[] {
  const known = Object.keys(specs);
  const unknown = Object.keys(given).filter((name) => !known.includes(name));
  return [
    ...unknown.map((name) => {
      const near = nearestName(name, known);
      const others =
        known.length === 0 ? 'it has none' : `known are ${known.map((each) => `\`${each}\``).join(', ')}`;
      return {
        name,
        message: `there is no parameter \`${name}\`; ${near === undefined ? others : `did you mean \`${near}\`?`}`,
      };
    }),
    ...Object.entries(specs).flatMap(([name, spec]) => {
      const value = Object.hasOwn(given, name) ? given[name] : undefined;
      if (value === undefined)
        return spec.optional ? [] : [{ name, message: `the parameter \`${name}\` is missing` }];
      if (isTemplate(value) || (isOfType(value, spec.type) && isChoice(value, spec))) return [];
      const right = spec.choices?.map((each) => `\`${each}\``).join(' or ') ?? words[spec.type];
      return [
        { name, message: `the parameter \`${name}\` is \`${JSON.stringify(value)}\`; it must be ${right}` },
      ];
    }),
  ];
}

function isOfType(value: unknown, type: ParameterSpec['type']): boolean {
  if (type === 'number') return typeof value === 'number' && Number.isFinite(value);
  if (type === 'flag') return typeof value === 'boolean';
  if (type === 'text') return typeof value === 'string';
  return Array.isArray(value) && value.every((each) => typeof each === 'string');
}

const isChoice = (value: unknown, { choices }: ParameterSpec): boolean =>
  choices === undefined || choices.includes(String(value));
