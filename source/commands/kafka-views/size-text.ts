const units = ['', 'Ki', 'Mi', 'Gi', 'Ti'];

/** A size as Kubernetes writes quantities, with three figures at least: `512`, `1204Ki`, `<unknown>`. */
export function sizeText(bytes: number | undefined): string {
  if (bytes === undefined) return '<unknown>';
  let [size, unit] = [bytes, 0];
  while (size >= 10_000 && unit < units.length - 1) {
    size /= 1024;
    unit += 1;
  }
  return `${Math.round(size)}${units[unit]}`;
}

/** A number that may not be known. */
export const numberText = (number: number | undefined): string =>
  number === undefined ? '<unknown>' : String(number);
