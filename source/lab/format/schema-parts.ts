import * as v from 'valibot';

/* What the schemas of lab.yml and of a step have in common. */

export const described = <const T extends v.GenericSchema>(schema: T, says: string) =>
  v.pipe(schema, v.description(says));

export const text = v.pipe(v.string(), v.nonEmpty(), v.maxLength(4_000));
export const line = v.pipe(v.string(), v.nonEmpty(), v.maxLength(400));
export const expression = v.pipe(v.string(), v.nonEmpty(), v.maxLength(2_000));
export const path = v.pipe(v.string(), v.nonEmpty(), v.maxLength(200));
export const name = v.pipe(
  v.string(),
  v.regex(/^[a-z][a-z0-9-]{0,49}$/, 'lower-case letters, digits and dashes'),
);
export const stepId = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9][A-Za-z0-9.-]{0,19}$/, 'letters, digits, dots and dashes, in quotes'),
);
export const marks = described(
  v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(1_000)),
  'how many marks it is worth',
);
export const some = <const T extends v.GenericSchema>(item: T, most = 50) =>
  v.pipe(v.array(item), v.maxLength(most));
