import { ExpressionError } from './expression-error.ts';

/** How many values an expression may see: those of the tally of five thousand partitions. */
const mostValues = 50_000;

type Fields = Record<string, unknown>;

/**
 * A value of ours as CEL has it: whole numbers are `int`, which the library takes as bigint; fields without a value are left out.
 * `watch`: stands for each map that the expression sees.
 */
export function toCel(value: unknown, watch: (fields: Fields) => Fields = (fields) => fields): unknown {
  let count = 0;
  const convert = (each: unknown): unknown => {
    count += 1;
    if (count > mostValues) throw new ExpressionError('bounds', `it sees more than ${mostValues} values`);
    if (typeof each === 'number') return Number.isSafeInteger(each) ? BigInt(each) : each;
    if (typeof each !== 'object' || each === null) return each;
    if (Array.isArray(each)) return each.map(convert);
    const fields: Fields = {};
    for (const [key, field] of Object.entries(each)) if (field !== undefined) fields[key] = convert(field);
    return watch(fields);
  };
  return convert(value);
}

/** The reverse, for what an expression results in. */
export function fromCel(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(fromCel);
  const fields: Record<string, unknown> = {};
  for (const [key, each] of value instanceof Map ? value : Object.entries(value)) fields[key] = fromCel(each);
  return fields;
}
