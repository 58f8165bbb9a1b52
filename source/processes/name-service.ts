import { Resolver } from 'node:dns/promises';

const withinMs = 1_500;
/** Reserved: no such name exists (https://www.rfc-editor.org/rfc/rfc6761#section-6.4). */
const noSuchName = 'kafka-lab.invalid';

/**
 * Whether this machine's DNS says of an unknown name that it does not exist. Without a network it says nothing, and a program then reports
 * a failed lookup instead of an unknown name; some providers resolve every name.
 */
export async function knowsUnknownNames(): Promise<boolean> {
  const resolver = new Resolver({ timeout: withinMs, tries: 1 });
  const tooLate = setTimeout(() => resolver.cancel(), withinMs);
  try {
    await resolver.resolve4(noSuchName);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOTFOUND';
  } finally {
    clearTimeout(tooLate);
  }
}
