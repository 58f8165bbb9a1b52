import { type GenericSchema, safeParse } from 'valibot';

/** The first fault of a value, with the path to it: `` `members` [0] `pod` is not a string ``. Undefined where there is none. */
export function firstFault(schema: GenericSchema, value: unknown): string | undefined {
  const issue = safeParse(schema, value, { abortEarly: true }).issues?.[0];
  if (issue === undefined) return undefined;
  const path = (issue.path ?? []).map(({ key }) =>
    typeof key === 'number' ? `[${key}] ` : `\`${String(key)}\` `,
  );
  return `${path.join('')}${issue.message}`;
}
