/*
 * Which characters of a text from outside may not reach a terminal or a report: control characters, format characters (bidirectional
 * controls among them), unpaired surrogates, every separator but the space itself, characters that nothing is drawn for, and noncharacters.
 * By Unicode property, so that those of later versions are among them. Some that are drawn as nothing have no property that says so:
 * they are listed.
 *
 * Three kinds of them have honest uses and stay where they have one: variation selectors 15 and 16 after an emoji, a zero-width joiner
 * between two emoji, and the format characters that are drawn (Arabic number signs and the like).
 */
const suspectClass = `[\\0-\\x08\\x0b-\\x1f\\x7f-\\x9f${[
  '\\p{Cf}\\p{Cs}\\p{Zl}\\p{Zp}\\p{Default_Ignorable_Code_Point}\\p{Noncharacter_Code_Point}',
  // Every space but U+0020: they look like it, and make two names that look the same.
  '\\u00a0\\u1680\\u2000-\\u200a\\u202f\\u205f\\u3000',
  // Blank letters and signs: braille without dots, ideographic half fill space, object replacement, Egyptian blanks, musical null notehead.
  '\\u2800\\u303f\\ufffc\\u{13441}\\u{13442}\\u{1d159}',
  // Marks that only change what stands before them, and are drawn as nothing after any other letter: a Brahmi joiner, the selectors of
  // hieroglyphs, Khitan, Duployan and SignWriting.
  '\\u{1107f}\\u{13440}\\u{13447}-\\u{13455}\\u{16fe4}\\u{1bc9d}\\u{1da9b}-\\u{1da9f}\\u{1daa1}-\\u{1daaf}',
].join('')}]`;

/** More combining marks than this on one letter are a flood: no language has them, and each may be drawn over the rows around. */
const mostMarks = 4;

/**
 * The first character that is not of most text there is: ASCII, and blocks of letters, signs and ideographs that hold nothing suspect and
 * no combining mark. Without the `u` flag, which makes it ten times faster on what is not ASCII.
 */
const unusual =
  /[^\n\t -~\u00a1-\u00ac\u00ae-\u02ff\u0370-\u0482\u048a-\u058f\u1e00-\u1fff\u2010-\u2027\u2030-\u205e\u2070-\u20cf\u2100-\u27ff\u2801-\u2bff\u3001-\u3029\u3030-\u303e\u3040-\u3098\u309b-\u3163\u3165-\ua66e\uac00-\ud7a3\uf900-\ufaff\uff01-\uff9f]/;
const suspect = new RegExp(`${suspectClass}|\\p{M}{${mostMarks + 1}}`, 'u');
const eachSuspect = new RegExp(suspectClass, 'gu');
const markFlood = new RegExp(`(\\p{M}{${mostMarks}})(\\p{M}+)`, 'gu');

/** Prepended_Concatenation_Mark, a property that regular expressions have no name for. */
const drawn = /[\u0600-\u0605\u06dd\u070f\u0890\u0891\u08e2\u{110bd}\u{110cd}]/u;
const emojiBefore = /(?![#*0-9])\p{Emoji}$/u;
const keycapBefore = /[#*0-9]$/;
const pictureBefore = /[\p{Extended_Pictographic}\p{Emoji_Modifier}]\ufe0f?$/u;
const pictureAfter = /^\p{Extended_Pictographic}/u;

/**
 * The text with each hostile character, and each combining mark after the fourth on a letter, replaced by what `replacement` makes of it. Line
 * ends and tabs stay. In linear time; a text without unsafe characters is returned unchanged.
 */
export function replaceHostile(text: string, replacement: (character: string) => string): string {
  const first = text.search(unusual);
  if (first < 0) return text;
  // The preceding character decides whether a joiner or a selector may stay.
  const start = Math.max(0, first - 3);
  const rest = text.slice(start);
  if (!suspect.test(rest)) return text;
  const replaced = rest.replace(eachSuspect, (found, at: number) =>
    hasHonestUse(found, rest, at) ? found : replacement(found),
  );
  const bounded = replaced.replace(
    markFlood,
    (_, kept: string, flood: string) => kept + Array.from(flood, replacement).join(''),
  );
  return text.slice(0, start) + bounded;
}

function hasHonestUse(character: string, text: string, at: number): boolean {
  if (character === '\u200d')
    return (
      pictureBefore.test(text.slice(Math.max(0, at - 3), at)) && pictureAfter.test(text.slice(at + 1, at + 3))
    );
  if (character === '\ufe0e' || character === '\ufe0f') {
    const before = text.slice(Math.max(0, at - 2), at);
    return emojiBefore.test(before) || (keycapBefore.test(before) && text[at + 1] === '\u20e3');
  }
  return drawn.test(character);
}
