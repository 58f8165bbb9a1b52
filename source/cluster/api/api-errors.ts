import { LabError } from '../../errors/lab-error.ts';
import { RemoteError } from '../../errors/remote-error.ts';
import { parseJson } from '../../files/parse-json.ts';
import { isJsonObject, type JsonValue, numberIn, objectsIn, stringIn } from '../../json/json-value.ts';
import type { KubeStatus } from './kube-object.ts';

/** The API server answered with a failure Status. `message` is the Status' own. */
export class ApiStatusError extends RemoteError {
  readonly status: KubeStatus;

  constructor(status: KubeStatus) {
    super(status.message ?? 'unknown');
    this.name = 'ApiStatusError';
    this.status = status;
  }

  get code(): number {
    return this.status.code ?? 0;
  }

  get reason(): string {
    return this.status.reason ?? '';
  }
}

/** No answer from the API server: refused, reset, timed out, or an invalid certificate. */
export class ApiUnreachableError extends LabError {
  /** `127.0.0.1:6443` */
  readonly address: string;
  readonly refused: boolean;

  constructor(address: string, cause: unknown) {
    const detail = cause instanceof Error ? cause.message || cause.name : String(cause);
    super('cluster', `the API server at \`${address}\` does not answer (${detail})`, {
      hint: 'start the cluster again',
      cause,
    });
    this.name = 'ApiUnreachableError';
    this.address = address;
    this.refused = (cause as NodeJS.ErrnoException | undefined)?.code === 'ECONNREFUSED';
  }
}

export function isNotFound(error: unknown): error is ApiStatusError {
  return error instanceof ApiStatusError && error.code === 404;
}

/** Converts a response that is not a Status, or is cut off, into one. */
export function statusFromResponse(httpCode: number, body: string): KubeStatus {
  // Not JSON: a proxy's or a kubelet's plain text.
  const parsed = statusIn(parseJson(body));
  if (parsed !== undefined) return { ...parsed, code: parsed.code ?? httpCode };
  const known = plainReasons[httpCode];
  const text = body.trim().slice(0, 1000);
  return {
    kind: 'Status',
    code: httpCode,
    reason: known?.reason ?? 'InternalError',
    message: known?.message ?? (text || `an error on the server has prevented the request from succeeding`),
  };
}

/** A value as a Status, its fields checked; undefined if it is something else. */
export function statusIn(value: JsonValue | undefined): KubeStatus | undefined {
  if (!isJsonObject(value) || value.kind !== 'Status') return undefined;
  const { message, reason, code, details } = value;
  return {
    kind: 'Status',
    message: stringIn(message),
    reason: stringIn(reason),
    code: numberIn(code),
    details: isJsonObject(details)
      ? {
          name: stringIn(details.name),
          kind: stringIn(details.kind),
          uid: stringIn(details.uid),
          causes: objectsIn(details.causes).map((cause) => ({
            message: stringIn(cause.message),
            field: stringIn(cause.field),
          })),
        }
      : undefined,
  };
}

const plainReasons: Record<number, { reason: string; message: string }> = {
  401: { reason: 'Unauthorized', message: 'the server has asked for the client to provide credentials' },
  403: { reason: 'Forbidden', message: 'forbidden' },
  404: { reason: 'NotFound', message: 'the server could not find the requested resource' },
  405: {
    reason: 'MethodNotAllowed',
    message: 'the server does not allow this method on the requested resource',
  },
};
