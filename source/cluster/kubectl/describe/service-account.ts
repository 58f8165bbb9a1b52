import type { Stored } from '../../../kubernetes-types/kinds.ts';
import { type Description, describeMetadata } from './description.ts';

export function describeServiceAccount(
  out: Description,
  { metadata, imagePullSecrets, secrets }: Stored<'serviceaccounts'>,
): void {
  describeMetadata(out, metadata);
  const list = (items: readonly { name?: string | undefined }[] | undefined): string =>
    (items ?? []).map(({ name }) => name).join('\n\t') || '<none>';
  out.line(0, `Image pull secrets:\t${list(imagePullSecrets)}`);
  out.line(0, `Mountable secrets:\t${list(secrets)}`);
  out.field(0, 'Tokens', '<none>');
}
