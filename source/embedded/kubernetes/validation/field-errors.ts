import type { StatusCause } from '../objects/status-error.ts';

/** Collects an object's errors, worded as `field.Error` prints them. */
export class FieldErrors {
  readonly list: StatusCause[] = [];

  required(field: string, why = ''): void {
    this.#add('FieldValueRequired', field, why ? `Required value: ${why}` : 'Required value');
  }

  invalid(field: string, value: unknown, why: string): void {
    this.#add('FieldValueInvalid', field, `Invalid value: ${show(value)}: ${why}`);
  }

  duplicate(field: string, value: unknown): void {
    this.#add('FieldValueDuplicate', field, `Duplicate value: ${show(value)}`);
  }

  notFound(field: string, value: unknown): void {
    this.#add('FieldValueNotFound', field, `Not found: ${show(value)}`);
  }

  unsupported(field: string, value: unknown, supported: readonly string[]): void {
    const list = supported.map((name) => JSON.stringify(name)).join(', ');
    this.#add(
      'FieldValueNotSupported',
      field,
      `Unsupported value: ${show(value)}: supported values: ${list}`,
    );
  }

  tooMany(field: string, count: number, most: number): void {
    if (count > most)
      this.#add('FieldValueTooMany', field, `Too many: ${count}: must have at most ${most} items`);
  }

  tooLong(field: string, most: number): void {
    this.#add('FieldValueTooLong', field, `Too long: may not be more than ${most} bytes`);
  }

  forbidden(field: string, why: string): void {
    this.#add('FieldValueForbidden', field, `Forbidden: ${why}`);
  }

  /** Checks that a given value is in a closed set. */
  oneOf(field: string, value: unknown, supported: readonly string[]): void {
    if (value !== undefined && !supported.includes(String(value))) this.unsupported(field, value, supported);
  }

  notNegative(field: string, value: unknown): void {
    if (typeof value === 'number' && value < 0)
      this.invalid(field, value, 'must be greater than or equal to 0');
  }

  port(field: string, value: unknown): void {
    if (typeof value !== 'number' || value < 1 || value > 65535)
      this.invalid(field, value ?? 0, 'must be between 1 and 65535, inclusive');
  }

  #add(reason: string, field: string, message: string): void {
    this.list.push({ reason, message, field });
  }
}

/** Simple values as in Go's `%#v`; a map of labels as `map[string]string{…}`. */
export function show(value: unknown): string {
  const text = JSON.stringify(value) ?? 'null';
  return text.length > 400 ? `${text.slice(0, 400)}…` : text;
}
