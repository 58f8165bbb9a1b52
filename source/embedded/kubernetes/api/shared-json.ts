import { SharedBytes } from '../../bounds/held-bytes.ts';

/** For each object, its JSON that some connection still holds, by form. */
const known = new WeakMap<object, Map<string, WeakRef<SharedBytes>>>();

/** Shorter ones are rendered for each list: a lookup would cost as much. */
const leastSharedLength = 16 * 1024;

function find(stored: object, form: string): SharedBytes | undefined {
  return known.get(stored)?.get(form)?.deref();
}

function keep(stored: object, form: string, json: string): SharedBytes {
  const made = new SharedBytes(Buffer.from(json));
  // An object that is not frozen may change, and its JSON with it.
  if (!Object.isFrozen(stored)) return made;
  const forms = known.get(stored) ?? new Map<string, WeakRef<SharedBytes>>();
  known.set(stored, forms.set(form, new WeakRef(made)));
  return made;
}

// event = { "type": "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR", "object": … } LF

/** One event of a watch stream. */
export function eventJson(type: string, object: object): string {
  return `{"type":"${type}","object":${JSON.stringify(object)}}\n`;
}

/**
 * The event for a stored object, rendered once for all watches that want this form and cached while one of them holds it. `form`
 * identifies the result of `render`, which must depend on nothing else.
 */
export function sharedEvent(type: string, stored: object, form: string, render: () => object): SharedBytes {
  const key = `${type} ${form}`;
  return find(stored, key) ?? keep(stored, key, eventJson(type, render()));
}

/** The same for a list item; a string if it is short. */
export function sharedItem(stored: object, form: string, toJson: () => string): SharedBytes | string {
  const key = `item ${form}`;
  const before = find(stored, key);
  if (before) return before;
  const json = toJson();
  return json.length < leastSharedLength ? json : keep(stored, key, json);
}
