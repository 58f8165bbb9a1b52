import { Document, LineCounter, parseAllDocuments } from 'yaml';
import type { JsonValue } from '../../json/json-value.ts';
import { goYaml } from './go-yaml-schema.ts';
import { ManifestSyntaxError } from './manifest-syntax-error.ts';
import { documentToJson, UnfitValueError } from './node-to-json.ts';
import { type DocumentText, splitDocuments } from './split-documents.ts';

/** One document of a manifest. */
export interface ManifestDocument {
  readonly value: JsonValue;
  /** The text that it was read from, for those who leave it as it is. */
  readonly text: string;
  /** Its parsed form, comments kept, for those who change it. */
  readonly document: Document;
  /** Keys that are there twice, each with its line in the whole text. */
  readonly repeated: readonly { readonly path: string; readonly line: number }[];
}

/** The rest of a text after the first error, or after `...`, is not read. */
export type DocumentStream = Generator<ManifestDocument>;

/**
 * The documents of a manifest as kubectl reads them: go-yaml's rules, or JSON. The text has been decoded by `decodeManifest`.
 * @throws ManifestSyntaxError when it comes to a document that is at fault; those before it have been yielded
 */
export function* readDocuments(text: string): DocumentStream {
  for (const each of splitDocuments(text)) yield each.format === 'json' ? readJson(each) : readYaml(each);
}

function readJson({ text, firstLine }: DocumentText): ManifestDocument {
  try {
    const value = JSON.parse(text) as JsonValue;
    return { value, text, document: new Document(value, goYaml), repeated: [] };
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    throw new ManifestSyntaxError('json', error.message, { line: firstLine });
  }
}

// Tab, line end, and what is printable: what go-yaml's reader lets through.
const forbidden = /[^\t\n\r\u0020-\u007e\u0085\u00a0-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u;

/** Of a text with several documents after `...`, go-yaml reads the first. */
function readYaml({ text, firstLine }: DocumentText): ManifestDocument {
  if (forbidden.test(text))
    throw new ManifestSyntaxError('yaml', 'control characters are not allowed', { firstLine });
  const lineCounter = new LineCounter();
  const documents = parseYaml(text, lineCounter, firstLine);
  const [document] = documents;
  if (document === undefined)
    return { value: null, text, document: new Document(null, goYaml), repeated: [] };
  const [error] = document.errors;
  if (error !== undefined) {
    const { line, col } = lineCounter.linePos(error.pos[0]);
    const message = error.message.split('\n', 1)[0]?.replace(/ at line \d+, column \d+:?$/, '');
    throw new ManifestSyntaxError('yaml', message ?? 'malformed', {
      line: line + firstLine - 1,
      column: col,
      firstLine,
    });
  }
  try {
    const { value, repeated } = documentToJson(document);
    const lineOf = (offset: number): number => lineCounter.linePos(offset).line + firstLine - 1;
    return {
      value,
      text,
      document,
      repeated: repeated.map(({ path, offset }) => ({ path, line: lineOf(offset) })),
    };
  } catch (unfit) {
    if (unfit instanceof UnfitValueError || unfit instanceof RangeError)
      throw new ManifestSyntaxError('yaml', unfit.message, { firstLine });
    throw unfit;
  }
}

function parseYaml(text: string, lineCounter: LineCounter, firstLine: number): Document.Parsed[] {
  try {
    const documents = parseAllDocuments(text, { ...goYaml, lineCounter });
    return 'empty' in documents ? [] : documents;
  } catch (error) {
    // Nested too deeply for the parser.
    if (error instanceof RangeError) throw new ManifestSyntaxError('yaml', error.message, { firstLine });
    throw error;
  }
}
