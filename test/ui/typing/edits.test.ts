import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cursorLeft,
  cursorRight,
  eraseBefore,
  eraseToEnd,
  eraseToStart,
  eraseWord,
  lineEnd,
  lineStart,
  wordLeft,
  wordRight,
} from '../../../source/ui/typing/edits.ts';
import type { TypedText } from '../../../source/ui/typing/typed-text.ts';

/** `|` is the cursor. */
function typed(marked: string): TypedText {
  return { text: marked.replace('|', ''), cursor: marked.indexOf('|') };
}

const marked = ({ text, cursor }: TypedText): string => `${text.slice(0, cursor)}|${text.slice(cursor)}`;

const edits = {
  cursorLeft,
  cursorRight,
  wordLeft,
  wordRight,
  lineStart,
  lineEnd,
  eraseBefore,
  eraseWord,
  eraseToStart,
  eraseToEnd,
};

describe('an edit', () => {
  it.each([
    ['cursorLeft', 'ab|', 'a|b'],
    ['cursorLeft', '|ab', '|ab'],
    ['cursorLeft', 'a👩‍🔧|b', 'a|👩‍🔧b'],
    ['cursorRight', 'a|b', 'ab|'],
    ['cursorRight', 'ab|', 'ab|'],
    ['cursorRight', '|e\u0301x', 'e\u0301|x'],
    ['wordLeft', 'the first, word  |', 'the first, |word  '],
    ['wordLeft', 'the first|, word', 'the |first, word'],
    ['wordLeft', '|the', '|the'],
    ['wordRight', '|the first', 'the| first'],
    ['wordRight', 'the|, first', 'the, first|'],
    ['wordRight', 'größer|', 'größer|'],
    ['lineStart', 'one\ntwo|', 'one\n|two'],
    ['lineEnd', '|one\ntwo', 'one|\ntwo'],
    ['eraseBefore', 'a👩‍🔧|b', 'a|b'],
    ['eraseBefore', 'one\n|two', 'one|two'],
    ['eraseBefore', '|a', '|a'],
    ['eraseWord', 'kubectl get-pods  |x', 'kubectl |x'],
    ['eraseWord', '|x', '|x'],
    ['eraseToStart', 'one\ntwo| three', 'one\n| three'],
    ['eraseToStart', 'one\n|two', 'one|two'],
    ['eraseToEnd', 'on|e\ntwo', 'on|\ntwo'],
    ['eraseToEnd', 'one|\ntwo', 'one|two'],
    ['eraseToEnd', 'one|', 'one|'],
  ] as const)('%s turns %j into %j', (name, before, after) => {
    expect(marked(edits[name](typed(before)))).toBe(after);
  });

  it('keeps the cursor within the text, and erases only beside it', () => {
    const segmenter = new Intl.Segmenter();
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), fc.nat(), (text, at) => {
        const edges = [...segmenter.segment(text)].map(({ index }) => index).concat(text.length);
        const cursor = edges[at % edges.length]!;
        for (const edit of Object.values(edits)) {
          const after = edit({ text, cursor });
          expect(after.cursor).toBeGreaterThanOrEqual(0);
          expect(after.cursor).toBeLessThanOrEqual(after.text.length);
          const kept = Math.min(cursor, after.cursor);
          expect(after.text.slice(0, kept)).toBe(text.slice(0, kept));
        }
      }),
    );
  });
});
