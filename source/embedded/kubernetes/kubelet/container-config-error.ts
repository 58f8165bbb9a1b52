/** A container cannot be described: something that it refers to is not there, or it is too large. It waits as `CreateContainerConfigError`. */
export class ContainerConfigError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ContainerConfigError';
  }
}
