import type { RequestContext } from './request-context.ts';

/** Takes steps while the client's connection is open. Gives up between two of them, and returns undefined, once it has closed. */
export function* whileOpen<Result>(
  steps: Generator<undefined, Result>,
  { onClose }: Pick<RequestContext, 'onClose'>,
): Generator<undefined, Result | undefined> {
  let isOpen = true;
  const forget = onClose(() => {
    isOpen = false;
  });
  try {
    while (isOpen) {
      const { done, value } = steps.next();
      if (done) return value;
      yield;
    }
    steps.return(undefined as never);
    return undefined;
  } finally {
    forget();
  }
}
