import type { ProgramContext } from '../../shell/program.ts';
import { JavaError } from '../command-line/java-main.ts';
import { readFile } from '../command-line/property-file.ts';

export type Json = { readonly [name: string]: unknown };

/** The entries of the `partitions` list of a JSON file. Throws JavaError; `faults` are the tool's own words. */
export function partitionsInFile(
  context: ProgramContext,
  path: string,
  faults: { readonly invalid: JavaError; readonly missing: JavaError },
): { readonly version: unknown; readonly partitions: readonly Json[] } {
  const { version, entries } = entriesInFile(context, path, 'partitions', faults.invalid);
  if (entries === undefined) throw faults.missing;
  return { version, partitions: entries };
}

/** The entries of a list of a JSON file; undefined if it has no such list. Throws JavaError, `invalid` for a file that is no JSON object. */
export function entriesInFile(
  context: ProgramContext,
  path: string,
  name: string,
  invalid: JavaError,
): { readonly version: unknown; readonly entries: readonly Json[] | undefined } {
  const parsed = parse(textOf(context, path));
  if (!isObject(parsed)) throw invalid;
  const list = Object.hasOwn(parsed, name) ? parsed[name] : undefined;
  if (list === undefined) return { version: parsed.version, entries: undefined };
  const entries = arrayOf(list).map((entry: unknown) => {
    if (isObject(entry)) return entry;
    throw mapping(`Expected JSON object, received ${JSON.stringify(entry)}`);
  });
  return { version: parsed.version, entries };
}

/** A list of whole numbers of an entry. Throws JavaError. */
export function integersIn(entry: Json, name: string): number[] {
  return arrayOf(valueIn(entry, name)).map((value) => {
    if (Number.isSafeInteger(value)) return value as number;
    throw mapping(`Expected Int value, received ${JSON.stringify(value)}`);
  });
}

/** A list of texts of an entry; undefined if it has none of that name. Throws JavaError. */
export function textsIn(entry: Json, name: string): string[] | undefined {
  if (!Object.hasOwn(entry, name)) return undefined;
  return arrayOf(entry[name]).map((value) => {
    if (typeof value === 'string') return value;
    throw mapping(`Expected String value, received ${JSON.stringify(value)}`);
  });
}

function arrayOf(value: unknown): unknown[] {
  if (Array.isArray(value)) return value;
  throw mapping(`Expected JSON array, received ${JSON.stringify(value)}`);
}

/** A text of an entry. Throws JavaError. */
export function textIn(entry: Json, name: string): string {
  const value = valueIn(entry, name);
  if (typeof value === 'string') return value;
  throw mapping(`Expected String value, received ${JSON.stringify(value)}`);
}

/** A whole number of an entry. Throws JavaError. */
export function integerIn(entry: Json, name: string): number {
  const value = valueIn(entry, name);
  if (Number.isSafeInteger(value)) return value as number;
  throw mapping(`Expected Int value, received ${JSON.stringify(value)}`);
}

function valueIn(entry: Json, name: string): unknown {
  if (Object.hasOwn(entry, name)) return entry[name];
  throw mapping(`No such field exists: \`${name}\``);
}

function mapping(message: string): JavaError {
  return new JavaError('com.fasterxml.jackson.databind.JsonMappingException', message);
}

function textOf(context: ProgramContext, path: string): string {
  try {
    return readFile(context, path);
  } catch (error) {
    if (!(error instanceof JavaError)) throw error;
    throw new JavaError('java.io.IOException', `Unable to read file ${path}`);
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
