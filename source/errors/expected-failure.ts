import { LabError } from './lab-error.ts';
import { RemoteError } from './remote-error.ts';

/** Node's error codes: the system's (ECONNRESET), and those for a connection that breaks or does not speak HTTP or TLS. */
const expectedCode = /^(?:E[A-Z0-9]+|HPE_\w+|ERR_SSL_\w+|ERR_TLS_\w+|ERR_STREAM_PREMATURE_CLOSE)$/;

/**
 * True for a failure that other programs or the system may cause at any time: a refusal, no answer, a broken connection, an aborted
 * operation. Callers that can retry may swallow it. Anything else is a bug of ours and must be visible.
 */
export function isExpectedFailure(error: unknown): boolean {
  if (error instanceof LabError || error instanceof RemoteError) return true;
  if (!(error instanceof Error)) return false;
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return true;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' && expectedCode.test(code);
}

/** For `catch`: the fallback value after an expected failure; rethrows anything else. */
export function ifExpected<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (!isExpectedFailure(error)) throw error;
    return value;
  };
}
