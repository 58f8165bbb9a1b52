import { StringDecoder } from 'node:string_decoder';
import { joinSafe, type SafeText, visible } from './safe-text.ts';
import { sanitizeLine } from './sanitize.ts';

/** The most held back of an unfinished line, in UTF-16 units. */
const mostHeld = 4_096;

/** An incomplete escape sequence at the end of a text, or a carriage return that depends on the next character. */
const unfinished =
  /(?:(?:\u001b\[|\u009b)[0-?]*[ -/]*|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*\u001b?|\u001b[ -/]*|\r)$/;

const marksAtEnd = /\p{M}+$/u;
/** Four marks, of at most two UTF-16 units each. */
const mostMarksUnits = 8;

/** The separator: a carriage return without a line feed would overwrite the line, so it starts a new one. */
const returns = /\r(?!\n)/g;

/**
 * Program output made safe for a terminal as it arrives, without waiting for the end of a line: a prompt shows at once. An incomplete
 * escape sequence waits for its end, or for the end of the line.
 */
export class StreamSanitizer {
  readonly #decoder = new StringDecoder('utf8');
  #held = '';
  /** The number of marks on the last letter, so that a flood is recognised across pieces. */
  #marks = '';

  push(bytes: Uint8Array): SafeText {
    const text = this.#held + this.#decoder.write(Buffer.from(bytes));
    const end = text.slice(Math.max(text.lastIndexOf('\n') + 1, text.length - mostHeld));
    const from = end.search(unfinished);
    this.#held = from < 0 ? '' : end.slice(from);
    return this.#show(text.slice(0, text.length - this.#held.length));
  }

  /** The held-back rest at the end. */
  end(): SafeText {
    const rest = this.#held + this.#decoder.end();
    this.#held = '';
    return this.#show(rest);
  }

  #show(text: string): SafeText {
    const lead = this.#marks === '' ? '' : `x${this.#marks}`;
    const lines = (lead + text.replace(returns, '\n')).split('\n');
    const safe = joinSafe(
      lines.map((line) => sanitizeLine(line, Number.POSITIVE_INFINITY)),
      '\n',
    );
    if (text !== '') this.#marks = marksAtEnd.exec(safe.slice(-mostMarksUnits))?.[0] ?? '';
    return lead === '' ? safe : visible(safe.slice(lead.length));
  }
}
