import type { JsonValue } from '../../../json/json-value.ts';
import { ApiStatusError } from '../../api/api-errors.ts';
import { qualified, type ResourceType } from '../../api/discovery.ts';
import { resourcePath } from '../../api/paths.ts';
import { kubeList } from '../../api/read-objects.ts';
import type { VerbContext } from '../verb/verb.ts';

/** How many objects kubectl asks for at a time. */
const pageSize = 500;

export interface Collection {
  readonly type: ResourceType;
  /** Undefined: all namespaces. */
  readonly namespace: string | undefined;
  readonly labelSelector?: string;
  readonly fieldSelector?: string;
}

/**
 * All pages of a collection, one after another, each as the server answers with the given `accept`.
 * @throws ApiStatusError: in kubectl's words, which name the collection and its selectors where the server knows no such thing
 */
export async function* listPages(
  context: VerbContext,
  { type, namespace, labelSelector = '', fieldSelector = '' }: Collection,
  accept?: string,
): AsyncGenerator<JsonValue, void> {
  let next: string | undefined;
  do {
    const query = {
      labelSelector: labelSelector || undefined,
      fieldSelector: fieldSelector || undefined,
      limit: pageSize,
      continue: next,
    };
    let page: JsonValue;
    try {
      const path = resourcePath(type, namespace);
      const asked = accept === undefined ? {} : { accept };
      page = await context.api.json({ path, query, ...asked, signal: context.signal });
    } catch (error) {
      throw withCollection(error, type, labelSelector, fieldSelector);
    }
    yield page;
    ({ next } = kubeList(page));
  } while (next !== undefined);
}

function withCollection(
  error: unknown,
  type: ResourceType,
  labelSelector: string,
  fieldSelector: string,
): unknown {
  if (!(error instanceof ApiStatusError) || (error.code !== 400 && error.code !== 404)) return error;
  const what = JSON.stringify(qualified(type, 'Resource'));
  const asked =
    labelSelector === '' && fieldSelector === ''
      ? `Unable to list ${what}`
      : `Unable to find ${what} that match label selector ${JSON.stringify(labelSelector)}, field selector ${JSON.stringify(fieldSelector)}`;
  return new ApiStatusError({ ...error.status, message: `${asked}: ${error.message}` });
}
