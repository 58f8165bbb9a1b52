/** `${NAME:?message}`, an unset variable under `set -u`, or an expansion that makes no sense; the message follows the line number. */
export class ExpansionError extends Error {
  /** What a shell that is not interactive exits with. */
  readonly status: number;

  constructor(message: string, status = 1) {
    super(message);
    this.status = status;
  }
}
