import { LabError } from './lab-error.ts';
import { RemoteError } from './remote-error.ts';

/** Of Node's errors: the system's own codes (ECONNRESET), and those of a connection that breaks off or is not HTTP or TLS. */
const expectedCode = /^(?:E[A-Z0-9]+|HPE_\w+|ERR_SSL_\w+|ERR_TLS_\w+|ERR_STREAM_PREMATURE_CLOSE)$/;

/**
 * True for a failure that other programs or the system may cause at any time: a refusal, no answer, a connection that breaks off, an
 * operation that was aborted. Who can try again may swallow it. Anything else is a defect of ours, and has to be seen.
 */
export function isExpectedFailure(error: unknown): boolean {
  if (error instanceof LabError || error instanceof RemoteError) return true;
  if (!(error instanceof Error)) return false;
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return true;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' && expectedCode.test(code);
}

/** For `catch`: the value to go on with after an expected failure; anything else is thrown on. */
export function ifExpected<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (!isExpectedFailure(error)) throw error;
    return value;
  };
}
