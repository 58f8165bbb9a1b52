/**
 * The code of an error from Node or the system: `ENOENT`, `ERR_STREAM_PREMATURE_CLOSE`. Undefined for an error without one, as a mistake
 * in our own code is.
 */
export function errorCode(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code } = error as NodeJS.ErrnoException;
  return typeof code === 'string' ? code : undefined;
}
