import { findResource, groupResource, type Resource } from './resources.ts';

/** One invalid field, as in `details.causes` of a Status. */
export interface StatusCause {
  readonly reason: string;
  readonly message: string;
  readonly field?: string;
}

export interface StatusDetails {
  readonly name?: string;
  readonly group?: string;
  readonly kind?: string;
  readonly uid?: string;
  readonly causes?: readonly StatusCause[];
  readonly retryAfterSeconds?: number;
}

/** A `meta/v1` Status on the wire. */
export interface Status {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly metadata: Record<string, never>;
  readonly status: 'Success' | 'Failure';
  readonly message?: string;
  readonly reason?: string;
  readonly details?: StatusDetails;
  readonly code?: number;
}

/** An API error: `code` is the HTTP status, `reason` one of `metav1.StatusReason`. */
export class StatusError extends Error {
  readonly code: number;
  readonly reason: string;
  readonly details: StatusDetails | undefined;

  constructor(code: number, reason: string, message: string, details?: StatusDetails) {
    super(message);
    this.name = 'StatusError';
    this.code = code;
    this.reason = reason;
    this.details = details;
  }

  toStatus(): Status {
    return {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: this.message,
      reason: this.reason,
      ...(this.details ? { details: this.details } : {}),
      code: this.code,
    };
  }
}

function detailsOf(resource: string | Resource, name: string): StatusDetails & { resourceName: string } {
  const found = typeof resource === 'string' ? findResource(resource) : resource;
  const kind = found?.plural ?? String(resource);
  const group = found?.group ?? '';
  return { name, ...(group ? { group } : {}), kind, resourceName: found ? groupResource(found) : kind };
}

function onObject(
  code: number,
  reason: string,
  resource: string | Resource,
  name: string,
  message: (qualified: string) => string,
): StatusError {
  const { resourceName, ...details } = detailsOf(resource, name);
  return new StatusError(code, reason, message(`${resourceName} "${name}"`), details);
}

export function notFound(resource: string | Resource, name: string): StatusError {
  return onObject(404, 'NotFound', resource, name, (it) => `${it} not found`);
}

export function alreadyExists(resource: string | Resource, name: string): StatusError {
  return onObject(409, 'AlreadyExists', resource, name, (it) => `${it} already exists`);
}

export function conflict(resource: string | Resource, name: string, why?: string): StatusError {
  const cause =
    why ?? 'the object has been modified; please apply your changes to the latest version and try again';
  return onObject(
    409,
    'Conflict',
    resource,
    name,
    (it) => `Operation cannot be fulfilled on ${it}: ${cause}`,
  );
}

export function forbidden(resource: string | Resource, name: string, why: string): StatusError {
  return onObject(403, 'Forbidden', resource, name, (it) => `${it} is forbidden: ${why}`);
}

export function badRequest(message: string): StatusError {
  return new StatusError(400, 'BadRequest', message);
}

export function expired(since: string, oldest: number): StatusError {
  return new StatusError(410, 'Expired', `too old resource version: ${since} (${oldest})`);
}

/** A version that this server has not reached. Source: NewTooLargeResourceVersionError in k8s.io/apiserver. */
export function tooLargeVersion(wanted: string, current: string): StatusError {
  const message = `Timeout: Too large resource version: ${wanted}, current: ${current}`;
  return new StatusError(504, 'Timeout', message, {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  });
}

/** 422 for the options of a request: `kind` is `ListOptions` and the like. */
export function invalidOptions(kind: string, causes: readonly StatusCause[]): StatusError {
  return invalid({ kind, group: 'meta.k8s.io' }, '', causes);
}

const mostCauses = 100;
const longestName = 253;

/** 422 with one cause per field; the message lists them as kubectl prints them. */
export function invalid(
  resource: Pick<Resource, 'kind' | 'group'>,
  given: string,
  all: readonly StatusCause[],
): StatusError {
  // Bounds the message: a body may be wrong in thousands of places, and a name may fill the whole body.
  const causes = all.slice(0, mostCauses);
  const name = given.slice(0, longestName);
  const lines = causes.map((cause) => (cause.field ? `${cause.field}: ${cause.message}` : cause.message));
  const qualified = resource.group ? `${resource.kind}.${resource.group}` : resource.kind;
  const list = lines.length === 1 ? lines[0] : `[${lines.join(', ')}]`;
  return new StatusError(422, 'Invalid', `${qualified} "${name}" is invalid: ${list}`, {
    name,
    ...(resource.group ? { group: resource.group } : {}),
    kind: resource.kind,
    causes,
  });
}

export function methodNotAllowed(): StatusError {
  return new StatusError(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
  );
}

/** A change that cannot be stored, in etcd's words. */
export function noSpace(why: string): StatusError {
  return new StatusError(
    500,
    'InternalError',
    `rpc error: code = ResourceExhausted desc = etcdserver: mvcc: database space exceeded: ${why}`,
  );
}

/** An unknown path of this API. */
export function noSuchPath(): StatusError {
  // Clients read the details of a 404: they are present, if empty.
  return new StatusError(404, 'NotFound', 'the server could not find the requested resource', {});
}
