import { StringDecoder } from 'node:string_decoder';
import { joinSafe, type SafeText, visible } from './safe-text.ts';
import { sanitizeLine } from './sanitize.ts';

/** What may be held back of a line that is not finished, in UTF-16 units. */
const mostHeld = 4_096;

/** The beginning of an escape sequence at the end of a text, or a return that the next character decides about. */
const unfinished =
  /(?:(?:\u001b\[|\u009b)[0-?]*[ -/]*|(?:\u001b[\]PX^_]|[\u009d\u0090\u0098\u009e\u009f])[^\u0007\u001b\u009c]*\u001b?|\u001b[ -/]*|\r)$/;

const marksAtEnd = /\p{M}+$/u;
/** Four marks, of two UTF-16 units at most. */
const mostMarksUnits = 8;

/** What comes between: a carriage return that no line feed follows would go back over the line, so it starts a new one. */
const returns = /\r(?!\n)/g;

/**
 * Bytes that a program prints, made safe for a terminal as they come, without waiting for the end of a line: a prompt shows at once.
 * Whatever begins an escape sequence waits for its end, or for the end of the line.
 */
export class StreamSanitizer {
  readonly #decoder = new StringDecoder('utf8');
  #held = '';
  /** The marks that the last letter shown has, so that a flood is one across pieces as well. */
  #marks = '';

  push(bytes: Uint8Array): SafeText {
    const text = this.#held + this.#decoder.write(Buffer.from(bytes));
    const end = text.slice(Math.max(text.lastIndexOf('\n') + 1, text.length - mostHeld));
    const from = end.search(unfinished);
    this.#held = from < 0 ? '' : end.slice(from);
    return this.#show(text.slice(0, text.length - this.#held.length));
  }

  /** What was held back, when nothing more comes. */
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
