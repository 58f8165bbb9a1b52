/** Counts the elements of a message's arrays, nested ones included, up to `most`. */
export function countElements(message: object, most: number): number {
  let count = 0;
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
    if (!Array.isArray(value)) {
      for (const inner of Object.values(value)) if (count < most) visit(inner);
      return;
    }
    count += value.length;
    // An array of numbers or strings has no nested arrays.
    if (typeof value[0] === 'object') for (const inner of value) if (count < most) visit(inner);
  };
  visit(message);
  return Math.min(count, most);
}
