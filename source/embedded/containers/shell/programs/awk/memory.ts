import { inSlices } from '../../../../bounds/lanes/pods.ts';
import { splitFields } from '../../language/split-fields.ts';
import { PatternError } from '../../regular-expression/parse.ts';
import type { Pattern } from '../../regular-expression/pattern.ts';
import { posixPattern } from '../../regular-expression/posix.ts';
import { ToolError } from '../tool/tool.ts';
import { InputText, numberOf, textOf, type Value } from './values.ts';

export type Cell = Value | Map<string, Value> | undefined;

export const mostElements = 200_000;

/** The words of a text. */
async function blankFields(text: string): Promise<readonly string[]> {
  const { fields } = await splitFields(text, ' \t\n');
  if (fields.length > mostElements) throw new ToolError('too many fields', 2);
  return fields;
}

/** The record with its fields, the variables, and the regular expressions of a program of awk. */
export class AwkMemory {
  protected readonly globals = new Map<string, Cell>();
  protected readonly frames: Map<string, Cell>[] = [];
  protected fields: Value[] = [''];
  protected elements = 0;
  protected readonly patterns = new Map<string, Pattern>();

  async setRecord(text: string): Promise<void> {
    const parts = await this.splitText(text, textOf(this.get('FS')));
    const fields = [new InputText(text)];
    await inSlices(parts, (part) => fields.push(new InputText(part)));
    this.fields = fields;
    this.globals.set('NF', parts.length);
  }

  /** Splits as FS says: at blanks for a space, at one character, or at a regular expression. */
  async splitText(text: string, separator: string | Pattern): Promise<readonly string[]> {
    if (separator === ' ') return await blankFields(text);
    if (text === '') return [];
    if (separator === '') {
      if (text.length > mostElements) throw new ToolError('too many fields', 2);
      return [...text];
    }
    if (typeof separator === 'string' && separator.length === 1 && separator !== '\\') {
      const parts = text.split(separator, mostElements + 1);
      if (parts.length > mostElements) throw new ToolError('too many fields', 2);
      return parts;
    }
    const pattern = typeof separator === 'string' ? this.pattern(separator) : separator;
    const parts: string[] = [];
    let done = 0;
    for await (const { start, end } of pattern.all(text)) {
      if (end === start) continue;
      if (parts.length >= mostElements) throw new ToolError('too many fields', 2);
      parts.push(text.slice(done, start));
      done = end;
    }
    return [...parts, text.slice(done)];
  }

  protected async setField(index: number, value: Value): Promise<void> {
    if (index === 0) return await this.setRecord(textOf(value));
    if (!(index > 0 && index <= 32_768))
      throw new ToolError(`trying to access out of range field ${index}`, 2);
    for (let at = this.fields.length; at < index; at++) this.fields[at] = '';
    this.fields[index] = value;
    this.globals.set('NF', this.fields.length - 1);
    this.join();
  }

  protected join(): void {
    this.fields[0] = new InputText(
      this.fields
        .slice(1)
        .map((field) => this.text(field))
        .join(textOf(this.get('OFS'))),
    );
  }

  text(value: Value): string {
    return textOf(value, textOf(this.globals.get('CONVFMT') as Value));
  }

  pattern(source: string): Pattern {
    const known = this.patterns.get(source);
    if (known) return known;
    try {
      const made = posixPattern(source, { isExtended: true });
      if (this.patterns.size > 500) this.patterns.clear();
      this.patterns.set(source, made);
      return made;
    } catch (error) {
      if (error instanceof PatternError)
        throw new ToolError(`regular expression /${source}/: ${error.message}`, 2);
      throw error;
    }
  }

  protected scope(name: string): Map<string, Cell> {
    const frame = this.frames.at(-1);
    return frame?.has(name) ? frame : this.globals;
  }

  get(name: string): Value {
    const cell = this.scope(name).get(name);
    if (cell instanceof Map) throw new ToolError(`can't use array ${name} in scalar context`, 2);
    return cell ?? new InputText('');
  }

  set(name: string, value: Value): void {
    const scope = this.scope(name);
    if (scope.get(name) instanceof Map)
      throw new ToolError(`can't assign to ${name}; it's an array name.`, 2);
    scope.set(name, value);
    if (name === 'NF' && scope === this.globals) {
      const count = Math.min(32_768, Math.max(0, Math.trunc(numberOf(value))));
      while (this.fields.length <= count) this.fields.push('');
      this.fields.length = count + 1;
      this.join();
    }
  }

  array(name: string): Map<string, Value> {
    const scope = this.scope(name);
    const cell = scope.get(name);
    if (cell instanceof Map) return cell;
    if (cell !== undefined) throw new ToolError(`can't use scalar ${name} as array`, 2);
    const made = new Map<string, Value>();
    scope.set(name, made);
    return made;
  }

  setElement(array: Map<string, Value>, key: string, value: Value): void {
    if (!array.has(key) && ++this.elements > mostElements) throw new ToolError('too many array elements', 2);
    array.set(key, value);
  }
}
