/** One media range of an Accept header. */
interface Range {
  readonly type: string;
  readonly parameters: Readonly<Record<string, string>>;
}

function parseAccept(accept: string | undefined): Range[] {
  if (!accept || accept.length > 4096) return [];
  return accept.split(',').map((part) => {
    const [type = '', ...rest] = part.split(';').map((piece) => piece.trim());
    const parameters: Record<string, string> = {};
    for (const pair of rest) {
      const [key = '', value = ''] = pair.split('=', 2);
      if (key && key !== '__proto__') parameters[key] = value;
    }
    return { type: type.toLowerCase(), parameters };
  });
}

/** What a client prefers: the object itself, or what `;as=` names. The first match wins. */
export type Representation =
  | { readonly as: 'object'; readonly yaml: boolean }
  | {
      readonly as: 'Table' | 'PartialObjectMetadata' | 'PartialObjectMetadataList';
      readonly version: 'v1' | 'v1beta1';
    };

/** Undefined: none of the accepted types is available. */
export function negotiate(accept: string | undefined): Representation | undefined {
  if (!accept) return { as: 'object', yaml: false };
  for (const { type, parameters } of parseAccept(accept)) {
    const { as, g, v } = parameters;
    if (as !== undefined) {
      const known = as === 'Table' || as === 'PartialObjectMetadata' || as === 'PartialObjectMetadataList';
      if (known && type === 'application/json' && g === 'meta.k8s.io' && (v === 'v1' || v === 'v1beta1'))
        return { as, version: v };
      continue;
    }
    if (type === 'application/json' || type === '*/*' || type === 'application/*' || type === 'text/*')
      return { as: 'object', yaml: false };
    if (type === 'application/yaml') return { as: 'object', yaml: true };
  }
  return undefined;
}

/** The version of aggregated discovery that the client prefers, if it accepts any. */
export function negotiateDiscovery(accept: string | undefined): 'v2' | 'v2beta1' | undefined {
  for (const { type, parameters } of parseAccept(accept)) {
    if (type !== 'application/json') continue;
    const { g, v, as } = parameters;
    if (as === undefined) return undefined;
    if (g === 'apidiscovery.k8s.io' && as === 'APIGroupDiscoveryList' && (v === 'v2' || v === 'v2beta1'))
      return v;
  }
  return undefined;
}

/** Whether the client prefers the protobuf of `/openapi/v2` to JSON; undefined: it accepts neither. */
export function prefersGnostic(accept: string | undefined): boolean | undefined {
  if (!accept) return false;
  for (const { type } of parseAccept(accept)) {
    if (type.startsWith('application/com.github.proto-openapi.spec.v2')) return true;
    if (type === 'application/json' || type === '*/*' || type === 'application/*') return false;
  }
  return undefined;
}
