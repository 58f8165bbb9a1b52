import { isScalar, parseDocument, stringify, visit } from 'yaml';

/** An error in a YAML text; the API answers 400. */
export class YamlError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'YamlError';
  }
}

/**
 * The JSON of one YAML document. Throws a {@link YamlError}. The parser's own check for duplicate keys compares each with all others;
 * this one looks them up.
 */
export function yamlToJson(text: string): string {
  const document = parseDocument(text, { uniqueKeys: false, logLevel: 'silent' });
  const [error] = document.errors;
  if (error) throw new YamlError(firstLine(error.message));
  visit(document, {
    Map(_key, map) {
      const seen = new Set<unknown>();
      for (const { key } of map.items) {
        const name = isScalar(key) ? key.value : key;
        if (seen.has(name) && name !== '<<')
          throw new YamlError(`Map keys must be unique: \`${String(name).slice(0, 80)}\``);
        seen.add(name);
      }
    },
  });
  try {
    return JSON.stringify(document.toJS({ maxAliasCount: 100 })) ?? 'null';
  } catch (thrown) {
    // Aliases that are undefined, recursive or too large.
    throw new YamlError(firstLine((thrown as Error).message));
  }
}

export function jsonToYaml(json: string): string {
  return stringify(JSON.parse(json), { aliasDuplicateObjects: false });
}

function firstLine(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}
