/** Says what is wrong with a value, or undefined where nothing is. */
export type Shape = (value: unknown) => string | undefined;

export const text: Shape = (value) => (typeof value === 'string' ? undefined : 'is not a string');

export const amount: Shape = (value) =>
  typeof value === 'number' && Number.isFinite(value) ? undefined : 'is not a finite number';

export const flag: Shape = (value) => (typeof value === 'boolean' ? undefined : 'is not true or false');

export function oneOf(...allowed: readonly string[]): Shape {
  return (value) =>
    typeof value === 'string' && allowed.includes(value) ? undefined : `is not one of ${allowed.join(', ')}`;
}

export function optional(shape: Shape): Shape {
  return (value) => (value === undefined ? undefined : shape(value));
}

export function listOf(shape: Shape, limit: number): Shape {
  return (value) => {
    if (!Array.isArray(value)) return 'is not a list';
    if (value.length > limit) return `has more than ${limit} items`;
    for (const [index, item] of value.entries()) {
      const wrong = shape(item);
      if (wrong !== undefined) return `[${index}] ${wrong}`;
    }
    return undefined;
  };
}

/** An object with these fields; others are let through, so that a later minor version may add some. */
export function fields(shapes: Readonly<Record<string, Shape>>): Shape {
  return (value) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'is not an object';
    for (const [name, shape] of Object.entries(shapes)) {
      const wrong = shape((value as Record<string, unknown>)[name]);
      if (wrong !== undefined) return `\`${name}\` ${wrong}`;
    }
    return undefined;
  };
}
