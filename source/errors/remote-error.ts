/** What another program answered instead of what it was asked for: a refusal, a conflict, something that is not there. */
export class RemoteError extends Error {
  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = 'RemoteError';
  }
}
