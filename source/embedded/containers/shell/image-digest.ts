import { createHash } from 'node:crypto';

/** `sha256:…` of an embedded image: its contents and its reference. */
export function imageDigest(what: string, reference: string): string {
  const repository = reference.replace(/@.*$/, '').replace(/:[^/]*$/, '');
  const tag = reference.slice(repository.length);
  return `sha256:${createHash('sha256').update(JSON.stringify({ what, repository, tag })).digest('hex')}`;
}
