import { describeError, LabError } from '../../../errors/lab-error.ts';
import { goQuote } from '../../../text/go-quote.ts';
import { ApiStatusError, ApiUnreachableError } from '../../api/api-errors.ts';

/** A failure in kubectl's own wording. `text` is printed unchanged, after `error: ` unless it starts with that or `Error from`. */
export class KubectlError extends Error {
  readonly exitCode: number;

  constructor(text: string, exitCode = 1) {
    super(text);
    this.name = 'KubectlError';
    this.exitCode = exitCode;
  }
}

/** Throws what failed: one error as it is, several as an `AggregateError`, whose errors `errorText` prints one after another. */
export function throwAll(errors: readonly unknown[]): void {
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, `${errors.length} errors`);
}

/** A command line that kubectl would refuse before it asks the server. */
export function usageError(text: string, command: string): KubectlError {
  return new KubectlError(`${text}\nSee '${command} -h' for help and examples`);
}

/** What the built-in kubectl leaves out. */
export function leftOut(what: string): KubectlError {
  return new KubectlError(
    `error: the built-in kubectl does not support ${what}; --kubectl system runs the one on PATH`,
  );
}

/** What kubectl prints on stderr for an error, without the line end. */
export function errorText(error: unknown): string {
  if (error instanceof AggregateError)
    return error.errors
      .map((one) => messageOf(one).replace(/^error: (?!You must be logged in)/, ''))
      .join('\n');
  if (error instanceof ApiStatusError && error.reason === 'Invalid') return invalidText(error);
  const message = messageOf(error);
  const fromServer = error instanceof ApiStatusError || error instanceof ApiUnreachableError;
  return fromServer || /^(error: |Error from server|The \S+ "[^"]*" is invalid)/.test(message)
    ? message
    : `error: ${message}`;
}

/** The same, for one of several errors: without the prefix `error: `. */
function messageOf(error: unknown): string {
  if (error instanceof ApiStatusError) {
    if (error.reason === 'Unauthorized')
      return `error: You must be logged in to the server (${error.message})`;
    return error.reason === ''
      ? `Error from server: ${error.message}`
      : `Error from server (${error.reason}): ${error.message}`;
  }
  if (error instanceof ApiUnreachableError) {
    if (error.refused) {
      return `The connection to the server ${error.address} was refused - did you specify the right host or port?`;
    }
    return `Unable to connect to the server: ${describeError(error.cause)}`;
  }
  if (error instanceof LabError) return describeError(error);
  return error instanceof Error ? error.message : String(error);
}

function invalidText(error: ApiStatusError): string {
  const { details, message } = error.status;
  if (details === undefined) return `The request is invalid: ${message ?? ''}`;
  const { causes } = details;
  let head = 'The request is invalid';
  if (details.kind || details.name)
    head = `The ${details.kind ?? ''} ${goQuote(details.name ?? '')} is invalid`;
  else if (message && causes.length === 0) head = `The request is invalid: ${message}`;
  // A server may report the same cause several times: each is printed once.
  const lines = [...new Map(causes.map((cause) => [cause.message ?? '', cause])).values()].map(
    (cause) => `${cause.field ?? ''}: ${cause.message ?? ''}`,
  );
  if (lines.length === 0) return head;
  return lines.length === 1
    ? `${head}: ${lines[0]}`
    : `${head}: \n${lines.map((line) => `* ${line}`).join('\n')}`;
}
