import { createHash } from 'node:crypto';

/** `sha256:…` over what an image of the embedded cluster is: what it holds, and the reference that it answers to. */
export function imageDigest(what: string, reference: string): string {
  const repository = reference.replace(/@.*$/, '').replace(/:[^/]*$/, '');
  const tag = reference.slice(repository.length);
  return `sha256:${createHash('sha256').update(JSON.stringify({ what, repository, tag })).digest('hex')}`;
}
