import { SharedBytes } from '../../bounds/held-bytes.ts';

/** Of each object, the JSON about it that some connection still holds, by its form. */
const known = new WeakMap<object, Map<string, WeakRef<SharedBytes>>>();

/** What is shorter is made anew for each list: looking it up would cost as much. */
const leastSharedLength = 16 * 1024;

function find(stored: object, form: string): SharedBytes | undefined {
  return known.get(stored)?.get(form)?.deref();
}

function keep(stored: object, form: string, json: string): SharedBytes {
  const made = new SharedBytes(Buffer.from(json));
  // An object that may change has another JSON afterwards.
  if (!Object.isFrozen(stored)) return made;
  const forms = known.get(stored) ?? new Map<string, WeakRef<SharedBytes>>();
  known.set(stored, forms.set(form, new WeakRef(made)));
  return made;
}

// event = { "type": "ADDED" | "MODIFIED" | "DELETED" | "BOOKMARK" | "ERROR", "object": … } LF

/** One event of a watch's stream. */
export function eventJson(type: string, object: object): string {
  return `{"type":"${type}","object":${JSON.stringify(object)}}\n`;
}

/**
 * The event about a stored object, made once for all watches that want it in this form and kept for as long as one of them holds it.
 * `form` names what `render` makes of an object, which has to depend on nothing else.
 */
export function sharedEvent(type: string, stored: object, form: string, render: () => object): SharedBytes {
  const key = `${type} ${form}`;
  return find(stored, key) ?? keep(stored, key, eventJson(type, render()));
}

/** The same for an item of a list; as text where it is short. */
export function sharedItem(stored: object, form: string, toJson: () => string): SharedBytes | string {
  const key = `item ${form}`;
  const before = find(stored, key);
  if (before) return before;
  const json = toJson();
  return json.length < leastSharedLength ? json : keep(stored, key, json);
}
