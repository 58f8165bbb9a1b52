import { LabError } from './lab-error.ts';
import { RemoteError } from './remote-error.ts';

/** Node's error codes: those of the system (ECONNRESET), and those of a broken connection or of one that is not HTTP or TLS. */
const expectedCode = /^(?:E[A-Z0-9]+|HPE_\w+|ERR_SSL_\w+|ERR_TLS_\w+|ERR_STREAM_PREMATURE_CLOSE)$/;

/**
 * True for a failure that other programs or the system may cause at any time: a refusal, no answer, a broken connection, an
 * aborted operation. Code that retries may swallow it. Anything else is our own defect and must be visible.
 */
export function isExpectedFailure(error: unknown): boolean {
  if (error instanceof LabError || error instanceof RemoteError) return true;
  if (!(error instanceof Error)) return false;
  if (error.name === 'AbortError' || error.name === 'TimeoutError') return true;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' && expectedCode.test(code);
}

/** For `catch`: the value to use after an expected failure; rethrows anything else. */
export function ifExpected<T>(value: T): (error: unknown) => T {
  return (error) => {
    if (!isExpectedFailure(error)) throw error;
    return value;
  };
}
