import { type LineWithLooks, noLooks, withoutTabs } from '../../text/look-reader.ts';
import type { LineLook, Look } from '../../text/looks.ts';

const maxPending = 64 * 1024;

/** Cuts a stream of text into whole, sanitised lines; an incomplete line is buffered, up to a limit. */
export class LineSplitter {
  #pending = '';
  #pendingLooks = noLooks;

  /** `looks`: those of the text's lines, in order. */
  push(text: string, looks: readonly LineLook[] = []): LineWithLooks[] {
    const byLine = this.#looksByLine(looks);
    const parts = (this.#pending + text).split('\n');
    this.#pending = parts.pop() ?? '';
    this.#pendingLooks = byLine.get(parts.length) ?? noLooks;
    if (this.#pending.length > maxPending) {
      parts.push(this.#pending);
      this.#pending = '';
      this.#pendingLooks = noLooks;
    }
    return parts.map((part, line) => withoutTabs(part, byLine.get(line) ?? noLooks));
  }

  /** The last line, at the end of the stream. */
  end(): LineWithLooks[] {
    const rest = this.#pending;
    const looks = this.#pendingLooks;
    this.#pending = '';
    this.#pendingLooks = noLooks;
    return rest === '' ? [] : [withoutTabs(rest, looks)];
  }

  /** The first line goes on with what is pending. */
  #looksByLine(looks: readonly LineLook[]): ReadonlyMap<number, readonly Look[]> {
    const byLine = new Map<number, Look[]>();
    if (this.#pendingLooks.length > 0) byLine.set(0, [...this.#pendingLooks]);
    for (const { line, ...look } of looks) {
      const from = line === 0 ? look.from + this.#pending.length : look.from;
      const list = byLine.get(line);
      if (list === undefined) byLine.set(line, [{ ...look, from }]);
      else list.push({ ...look, from });
    }
    return byLine;
  }
}
