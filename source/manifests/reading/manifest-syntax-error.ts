/** A text that kubectl does not read: neither YAML nor JSON, or a list in a list. The caller names the file. */
export class ManifestSyntaxError extends Error {
  readonly format: 'yaml' | 'json' | 'separator' | 'list';
  /** From 1, in the whole text; undefined if no single line is at fault. */
  readonly line: number | undefined;
  readonly column: number | undefined;
  /** From 1, in the document, which is how kubectl counts. */
  readonly lineInDocument: number | undefined;

  constructor(
    format: ManifestSyntaxError['format'],
    message: string,
    at: { readonly line?: number; readonly column?: number; readonly firstLine?: number } = {},
  ) {
    super(message);
    this.name = 'ManifestSyntaxError';
    this.format = format;
    this.line = at.line;
    this.column = at.column;
    this.lineInDocument = at.line === undefined ? undefined : at.line - (at.firstLine ?? 1) + 1;
  }
}
