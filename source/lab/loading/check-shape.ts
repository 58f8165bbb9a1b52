import * as v from 'valibot';
import { isJsonObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { replaceHostile } from '../../text/hostile.ts';
import { nearestName } from '../../text/nearest-name.ts';
import { durationPattern } from '../format/lab-schema.ts';
import type { Mistake } from './mistake.ts';
import { mixedAlternatives } from './mixed-alternatives.ts';
import type { ValuePath, YamlText } from './yaml-text.ts';

/** A schema of valibot with the parts that those of lab-schema.ts are made of. */
interface Shape extends v.GenericSchema {
  readonly entries?: Readonly<Record<string, Shape>>;
  readonly item?: Shape;
  readonly value?: Shape;
  readonly wrapped?: Shape;
  readonly options?: readonly (Shape | string)[];
  readonly pipe?: readonly PipeItem[];
}

interface PipeItem {
  readonly type: string;
  readonly requirement?: unknown;
  readonly pipe?: readonly PipeItem[];
}

/** The value of a YAML text by a schema, or each thing that is wrong with it. */
export function checkShape<const T extends v.GenericSchema>(
  schema: T,
  { value, mistakeAt }: YamlText,
): { readonly output: v.InferOutput<T> } | { readonly mistakes: readonly Mistake[] } {
  const mistakes = [...faultsOf(schema as Shape, value, [])].map(({ at, message }) => mistakeAt(at, message));
  return mistakes.length > 0 ? { mistakes } : { output: v.parse(schema, value) };
}

interface Fault {
  readonly at: ValuePath;
  readonly message: string;
}

/** Valibot itself says little about which alternative of a union was meant; this follows the one that looks like the value. */
function* faultsOf(schema: Shape, value: JsonValue, at: ValuePath): Generator<Fault> {
  const shape = schema.type === 'optional' ? schema.wrapped! : schema;
  const chosen = shape.type === 'union' ? alternativeFor(shape.options as readonly Shape[], value) : shape;
  const mixed =
    shape.type === 'union' ? mixedAlternatives(shape.options as readonly Shape[], value) : undefined;
  if (chosen === undefined) {
    yield { at, message: `${fieldAt(at)} is ${kindOf(value)}; it must be ${kindsOf(shape).join(' or ')}` };
  } else if (mixed !== undefined) yield { at, message: `${fieldAt(at)} ${mixed}` };
  else if (chosen.entries !== undefined) yield* faultsOfObject(chosen.entries, value, at);
  else if (chosen.type === 'array') yield* faultsOfList(chosen, value, at);
  else if (chosen.type === 'record') yield* faultsOfRecord(chosen, value, at);
  else if (chosen.type === 'union') yield* faultsOf(chosen, value, at);
  else yield* faultsOfScalar(chosen, value, at);
}

function* faultsOfObject(
  entries: Readonly<Record<string, Shape>>,
  value: JsonValue,
  at: ValuePath,
): Generator<Fault> {
  if (!isJsonObject(value)) {
    yield { at, message: `${fieldAt(at)} is ${kindOf(value)}; it must be a mapping` };
    return;
  }
  const known = Object.keys(entries);
  for (const key of Object.keys(value)) {
    if (Object.hasOwn(entries, key)) yield* faultsOf(entries[key]!, value[key] ?? null, [...at, key]);
    else yield { at: [...at, key], message: `there is no field \`${key}\` here; ${suggestion(key, known)}` };
  }
  for (const [key, entry] of Object.entries(entries))
    if (entry.type !== 'optional' && !Object.hasOwn(value, key))
      yield { at, message: `\`${key}\` is missing` };
}

function* faultsOfList(shape: Shape, value: JsonValue, at: ValuePath): Generator<Fault> {
  if (!Array.isArray(value)) {
    yield { at, message: `${fieldAt(at)} is ${kindOf(value)}; it must be a list` };
    return;
  }
  for (const { type, requirement } of actionsOf(shape)) {
    if (type === 'max_length' && value.length > Number(requirement))
      yield {
        at,
        message: `${fieldAt(at)} has ${value.length} items; at most ${String(requirement)} are allowed`,
      };
    if (type === 'min_length' && value.length < Number(requirement))
      yield { at, message: `${fieldAt(at)} is empty` };
  }
  for (const [index, item] of value.entries()) yield* faultsOf(shape.item!, item, [...at, index]);
}

/** The limits of a schema, those included of a schema that a description was added to. */
const actionsOf = ({ pipe = [] }: { readonly pipe?: readonly PipeItem[] }): readonly PipeItem[] =>
  pipe.flatMap((each) => (each.pipe === undefined ? [each] : actionsOf(each)));

/** So many names may be given to facts, values and parameters. */
const mostNames = 100;

function* faultsOfRecord(shape: Shape, value: JsonValue, at: ValuePath): Generator<Fault> {
  if (!isJsonObject(value)) {
    yield { at, message: `${fieldAt(at)} is ${kindOf(value)}; it must be a mapping` };
    return;
  }
  const names = Object.keys(value);
  if (names.length > mostNames)
    yield { at, message: `${fieldAt(at)} has ${names.length} names; at most ${mostNames} are allowed` };
  for (const key of names) {
    if (!/^[A-Za-z][A-Za-z0-9]{0,49}$/.test(key))
      yield {
        at: [...at, key],
        message: `\`${key}\` cannot be a name; use letters and digits: \`leastMembers\``,
      };
    yield* faultsOf(shape.value!, value[key] ?? null, [...at, key]);
  }
}

function* faultsOfScalar(shape: Shape, value: JsonValue, at: ValuePath): Generator<Fault> {
  if (typeof value === 'string' && isHostile(value))
    yield { at, message: `${fieldAt(at)} has control or invisible characters` };
  const result = v.safeParse(shape, value);
  if (result.success) return;
  const [issue] = result.issues;
  const requirement = 'requirement' in issue ? String(issue.requirement) : '';
  const written = typeof value === 'object' ? kindOf(value) : `\`${String(value)}\``;
  const message = ((): string => {
    switch (issue.type) {
      case 'picklist':
      case 'literal': {
        const choices = (issue.expected ?? '').replaceAll(/[()"]/g, '').split(' | ');
        return `is ${written}; ${suggestion(String(value), choices)}`;
      }
      case 'regex':
        if (lacksUnit(shape, value)) return `is ${written}; it needs a unit: \`${String(value)}s\``;
        return `is ${written}; it must have ${issue.message}`;
      case 'max_length':
        return `has ${String(value).length} characters; at most ${requirement} are allowed`;
      case 'non_empty':
        return 'is empty';
      case 'min_value':
      case 'max_value':
        return `is ${written}; it must be at ${issue.type === 'min_value' ? 'least' : 'most'} ${requirement}`;
      default:
        if (lacksUnit(shape, value)) return `is ${written}; it needs a unit: \`${String(value)}s\``;
        return shape.type === 'string' && (typeof value === 'number' || typeof value === 'boolean')
          ? `is ${written}, ${kindOf(value)}; a text that looks like one is written in quotes`
          : `is ${written}; it must be ${kindsOf(shape).join(' or ')}`;
    }
  })();
  yield { at, message: `${fieldAt(at)} ${message}` };
}

/** Whether a duration is a number alone, which YAML reads as such: `within: 60`. */
const lacksUnit = (shape: Shape, value: JsonValue): boolean =>
  /^\d{1,6}$/.test(String(value)) &&
  actionsOf(shape).some(({ requirement }) => requirement === durationPattern);

/** Whether a text has characters that may not reach a terminal. */
export function isHostile(text: string): boolean {
  return replaceHostile(text, () => '') !== text;
}

/** Of a union, the alternative of the value's kind; of several mappings, the one with which it has the most keys in common. */
function alternativeFor(options: readonly Shape[], value: JsonValue): Shape | undefined {
  const fitting = options.filter((each) => kindsOf(each).includes(kindOf(value)));
  if (!isJsonObject(value) || fitting.length < 2) return fitting[0];
  const shared = ({ entries }: Shape, from: JsonObject): number =>
    Object.keys(from).filter((key) => entries !== undefined && Object.hasOwn(entries, key)).length;
  return fitting.toSorted((a, b) => shared(b, value) - shared(a, value))[0];
}

function kindsOf(shape: Shape): string[] {
  if (shape.type === 'union') return (shape.options as readonly Shape[]).flatMap(kindsOf);
  if (shape.entries !== undefined || shape.type === 'record') return ['a mapping'];
  const kinds: Readonly<Record<string, string>> = {
    array: 'a list',
    number: 'a number',
    boolean: 'true or false',
  };
  return [kinds[shape.type] ?? 'a text'];
}

function kindOf(value: JsonValue): string {
  if (value === null) return 'empty';
  if (Array.isArray(value)) return 'a list';
  const kinds: Readonly<Record<string, string>> = {
    string: 'a text',
    number: 'a number',
    boolean: 'true or false',
  };
  return kinds[typeof value] ?? 'a mapping';
}

function suggestion(name: string, known: readonly string[]): string {
  const near = nearestName(name, known);
  return near === undefined
    ? `known are ${known.map((each) => `\`${each}\``).join(', ')}`
    : `did you mean \`${near}\`?`;
}

function fieldAt(at: ValuePath): string {
  const field = at.findLast((each) => typeof each === 'string');
  const index = at.at(-1);
  if (field === undefined) return 'the file';
  return typeof index === 'number' ? `item ${index + 1} of \`${field}\`` : `\`${field}\``;
}
