import { type GenericSchema, is } from 'valibot';
import { eventSchemas, stamp } from './event-schemas.ts';
import type { JournalEvent, JournalEventType } from './events.ts';
import { firstFault } from './first-fault.ts';

export interface WrongEvent {
  /** The end of a sentence. */
  readonly wrong: string;
  /** That of the journal, where another kafka-lab wrote it. */
  readonly version?: number;
}

/** The event that a parsed line holds, with the fields that a later version may have added, or what is wrong with it. */
export function checkEvent(value: unknown): { event: JournalEvent } | WrongEvent {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { wrong: 'is not an object' };
  const { v, type } = value as { v?: unknown; type?: unknown };
  if (v !== 1)
    return {
      wrong: `has version \`${shown(v)}\`; this kafka-lab reads version 1`,
      ...(Number.isInteger(v) ? { version: v as number } : {}),
    };
  if (!isEventType(type)) return { wrong: `has the unknown type \`${shown(type)}\`` };
  const schema: GenericSchema = eventSchemas[type];
  // The compiler does not tie `schema` to `type`, so it cannot know what was checked.
  if (is(stamp, value) && is(schema, value)) return { event: value as JournalEvent };
  return { wrong: `(${type}): ${firstFault(stamp, value) ?? firstFault(schema, value)}` };
}

/** Not valibot's `variant`: it tries the schemas one by one, twenty-five for the last. */
function isEventType(type: unknown): type is JournalEventType {
  return typeof type === 'string' && Object.hasOwn(eventSchemas, type);
}

/** A value of a file in one short line. */
function shown(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) ?? 'nothing');
  return JSON.stringify(text.length > 60 ? `${text.slice(0, 60)}…` : text).slice(1, -1);
}
