import { countValues, maximumValues } from '../objects/json-shape.ts';
import { badRequest, StatusError } from '../objects/status-error.ts';
import { isRecord, sameValue } from '../objects/values.ts';

const maximumOperations = 10_000;
/** Copies can double a document with each operation: together they are bounded by the size of one body. */
const maximumSize = 3 * 1024 * 1024;
/** Bounds a pointer: objects are not nested deeper. */
const longestPath = 64 * 1024;
/** The most list elements that all operations together may shift. */
const maximumShifts = 10_000_000;

/** RFC 6902. Does not change the document; an operation that does not apply is a 422 that names it. */
export function applyJsonPatch(document: unknown, operations: unknown): unknown {
  if (!Array.isArray(operations)) throw badRequest('a JSON patch is a list of operations');
  if (operations.length > maximumOperations)
    throw new StatusError(
      413,
      'RequestEntityTooLarge',
      `The allowed maximum operations in a JSON patch is ${maximumOperations}, got ${operations.length}`,
    );
  const root: Root = { document: structuredClone(document), shifts: 0 };
  let copiedValues = 0;
  let copiedSize = 0;
  for (const operation of operations) {
    if (!isRecord(operation) || typeof operation.op !== 'string')
      throw badRequest('each operation of a JSON patch has `op` and `path`');
    const { op } = operation;
    const path = pointer(operation.path, op);
    switch (op) {
      case 'add':
        add(root, path, structuredClone(required(operation, op)));
        break;
      case 'remove':
        remove(root, path);
        break;
      case 'replace':
        remove(root, path);
        add(root, path, structuredClone(required(operation, op)));
        break;
      case 'move':
        add(root, path, remove(root, pointer(operation.from, op)));
        break;
      case 'copy': {
        const value = read(root, pointer(operation.from, op));
        copiedValues += countValues(value);
        if (copiedValues <= maximumValues) copiedSize += JSON.stringify(value)?.length ?? 0;
        if (copiedValues > maximumValues || copiedSize > maximumSize)
          throw new StatusError(413, 'RequestEntityTooLarge', 'the JSON patch copies too much');
        add(root, path, structuredClone(value));
        break;
      }
      case 'test':
        if (!sameValue(read(root, path), required(operation, op)))
          throw unprocessable(`testing value ${operation.path} failed`);
        break;
      default:
        throw unprocessable(`unexpected kind: ${op.slice(0, 40)}`);
    }
  }
  return root.document;
}

/** The document and the work done so far. */
interface Root {
  document: unknown;
  shifts: number;
}

function shift(root: Root, list: readonly unknown[]): void {
  root.shifts += list.length;
  if (root.shifts > maximumShifts)
    throw new StatusError(413, 'RequestEntityTooLarge', 'the JSON patch changes long lists too often');
}

function unprocessable(message: string): StatusError {
  return new StatusError(422, 'Invalid', message);
}

function required(operation: Record<string, unknown>, op: string): unknown {
  if (!Object.hasOwn(operation, 'value')) throw unprocessable(`${op} operation lacks its value`);
  return operation.value;
}

// pointer = *( "/" token ); "~1" stands for "/", "~0" for "~" (RFC 6901)
function pointer(path: unknown, op: string): string[] {
  if (typeof path !== 'string' || path.length > longestPath || (path !== '' && !path.startsWith('/')))
    throw unprocessable(`${op} operation has no usable path`);
  // The document is wrapped, so that the empty path can be replaced too.
  const tokens = path
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  if (tokens.includes('__proto__')) throw unprocessable(`${op} operation does not apply: no such path`);
  return ['document', ...tokens];
}

function child(container: unknown, token: string): unknown {
  if (Array.isArray(container)) return container[index(container, token, container.length - 1)];
  if (isRecord(container) && Object.hasOwn(container, token)) return container[token];
  throw unprocessable(`the path element \`${token.slice(0, 80)}\` is not there`);
}

function index(list: readonly unknown[], token: string, last: number): number {
  const at = /^(0|[1-9]\d{0,8})$/.test(token) ? Number(token) : -1;
  if (at < 0 || at > last)
    throw unprocessable(`the index \`${token.slice(0, 20)}\` is outside the list of ${list.length}`);
  return at;
}

function read(root: object, path: readonly string[]): unknown {
  let value: unknown = root;
  for (const token of path) value = child(value, token);
  return value;
}

function add(root: Root, path: readonly string[], value: unknown): void {
  const parent = read(root, path.slice(0, -1));
  const token = path.at(-1) as string;
  if (Array.isArray(parent)) {
    const at = token === '-' ? parent.length : index(parent, token, parent.length);
    shift(root, parent);
    parent.splice(at, 0, value);
  } else if (isRecord(parent)) parent[token] = value;
  else throw unprocessable(`the path element \`${token.slice(0, 80)}\` has no parent`);
}

function remove(root: Root, path: readonly string[]): unknown {
  const parent = read(root, path.slice(0, -1));
  const token = path.at(-1) as string;
  const value = child(parent, token);
  if (Array.isArray(parent)) {
    shift(root, parent);
    parent.splice(Number(token), 1);
  } else delete (parent as Record<string, unknown>)[token];
  return value;
}
