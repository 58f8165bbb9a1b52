/**
 * Text that an attacker might put into a name, a message, a file or a record to affect its reader: one line each, unless the attack is a line
 * break. Everything that shows text from outside is tested with all of them.
 */
export interface HostileText {
  readonly what: string;
  readonly text: string;
}

const esc = '\u001b';
const texts: Readonly<Record<string, string>> = {
  'a colour that never ends': `${esc}[31mred`,
  'a cleared screen': `${esc}[2J${esc}[H$ `,
  'a scrolled-away history': `${esc}[3J`,
  'a cursor that goes back': `passed${esc}[6Dfailed`,
  'the alternate screen': `${esc}[?1049h`,
  'a hidden cursor': `${esc}[?25l`,
  'mouse reports': `${esc}[?1003h${esc}[?1006h`,
  'a question for the cursor position': `${esc}[6n`,
  'a question for the terminal’s name': `${esc}[>q${esc}[c`,
  'a title by OSC 0 and BEL': `${esc}]0;PWN\u0007`,
  'a title by OSC 2 and ST': `${esc}]2;PWN${esc}\\`,
  'a title reported back as typed text': `${esc}]2;rm -rf ~${esc}\\${esc}[21t`,
  'the clipboard by OSC 52': `${esc}]52;c;cm0gLXJmIH4K\u0007`,
  'a hyperlink by OSC 8': `${esc}]8;;http://evil.example${esc}\\kafka${esc}]8;;${esc}\\`,
  'a notification by OSC 777': `${esc}]777;notify;PWN;PWN\u0007`,
  'a file by OSC 1337': `${esc}]1337;File=inline=1:aGk=\u0007`,
  'an OSC without an end': `before${esc}]0;the rest is gone`,
  'a DCS': `${esc}P+q544e${esc}\\x`,
  'a sixel picture': `${esc}Pq#0;2;0;0;0~~${esc}\\`,
  'an APC': `${esc}_Gf=24;AAAA${esc}\\y`,
  'a PM and an SOS': `${esc}^pm${esc}\\${esc}Xsos${esc}\\z`,
  'a full reset': `${esc}c`,
  'a line drawing character set': `${esc}(0lqqk`,
  'an escape inside an escape': `${esc}[3${esc}[31m1m`,
  'a lone escape at the end': `text${esc}`,
  'a CSI by C1': '\u009b31mred\u009b2J',
  'an OSC by C1': '\u009d0;PWN\u009c',
  'a DCS by C1': '\u0090q~\u009c',
  'other C1 controls': '\u0084\u0085\u008d\u0096\u0097',
  'a carriage return over the line': 'passed\rfailed',
  'backspaces over the line': 'passed\b\b\b\b\b\bfailed',
  bells: '\u0007\u0007\u0007',
  'a form feed and a vertical tab': 'a\fb\vc',
  'NUL, SO, SI and DEL': 'a\u0000b\u000ec\u000fd\u007fe',
  'a right-to-left override': 'gpj.\u202eexe.txt',
  'an embedding that never ends': '\u202bkafka\u202a',
  isolates: '\u2066a\u2067b\u2068c\u2069',
  'directional marks': 'a\u200eb\u200fc\u061cd',
  'zero-width spaces in a name': 'kaf\u200bka\u200c-\u200d0',
  'a byte order mark and a word joiner': '\ufeffkafka\u2060-0',
  'invisible operators': 'a\u2061b\u2062c\u2063d\u2064e',
  'deprecated format characters': 'a\u206ab\u206fc',
  'soft hyphens': 'kaf\u00adka',
  'line and paragraph separators': 'a\u2028b\u2029c',
  'interlinear annotations': 'a\ufff9b\ufffac\ufffbd',
  'tag characters': `kafka${String.fromCodePoint(0xe0001, 0xe0041, 0xe0042, 0xe007f)}`,
  'variation selectors that hide bytes': `k${String.fromCodePoint(0xfe00, 0xfe0f, 0xe0100, 0xe01ef)}afka`,
  'a Mongolian vowel separator and fillers': 'a\u180eb\u3164c\u115fd\uffa0e',
  'spaces that are none': 'a\u00a0b\u1680c\u2000d\u2007e\u200af\u202fg\u205fh\u3000i',
  'blank letters': `a\u2800b${String.fromCodePoint(0x1d159, 0x63, 0x13441, 0x64, 0x16fe4)}e\u17b4f\ufffcg\u303f`,
  'unpaired surrogates': 'a\ud800b\udfffc',
  noncharacters: `a\ufffeb\uffffc\ufdd0${String.fromCodePoint(0x1fffe)}`,
  'a flood of combining marks': `Z${'\u0301\u0336'.repeat(200)}algo`,
  'half an emoji sequence': '👩\u200d',
  'a musical and a shorthand control': String.fromCodePoint(0x61, 0x1d173, 0x1bca0, 0x62),
  'markup that runs': '<script>alert(1)</script><img src=x onerror=alert(1)>',
  'markup that breaks out of an attribute': '"\' onload="alert(1)" x=\'',
  'markup that ends the page': '</pre></code></td></table></body></html><!--',
  'a Markdown fence': '```\n# heading\n```',
  'Markdown links and pictures':
    '[x](javascript:alert(1)) ![y](http://evil.example/p.png) <http://evil.example>',
  'Markdown blocks': '\n\n# heading\n- item\n1. item\n> quote\n---\n===',
  'a Markdown table': 'a | b |\n|---|---|\n| c | d',
  'bare addresses': 'see http://evil.example and www.evil.example',
  'shell syntax': '$(touch pwned) `touch pwned` ; touch pwned & \' " \\',
};

export const hostileTexts: readonly HostileText[] = Object.entries(texts).map(([what, text]) => ({
  what,
  text,
}));

/*
 * What may stand in no text that is shown, by code point and not by the properties that the sanitiser goes by. Joiners and selectors
 * between emoji are judged by the sanitiser’s own tests.
 */
const ranges: readonly (readonly [number, number])[] = [
  [0x00, 0x08],
  [0x0b, 0x1f],
  [0x7f, 0x9f],
  [0xa0, 0xa0],
  [0xad, 0xad],
  [0x34f, 0x34f],
  [0x61c, 0x61c],
  [0x115f, 0x1160],
  [0x1680, 0x1680],
  [0x17b4, 0x17b5],
  [0x180b, 0x180f],
  [0x2000, 0x200c],
  [0x200e, 0x200f],
  [0x2028, 0x202f],
  [0x205f, 0x206f],
  [0x2800, 0x2800],
  [0x3000, 0x3000],
  [0x303f, 0x303f],
  [0x3164, 0x3164],
  [0xd800, 0xdfff],
  [0xfdd0, 0xfdef],
  [0xfe00, 0xfe0d],
  [0xfeff, 0xfeff],
  [0xffa0, 0xffa0],
  [0xfff0, 0xfffc],
  [0xfffe, 0xffff],
  [0x1107f, 0x1107f],
  [0x13430, 0x13442],
  [0x13447, 0x13455],
  [0x16fe4, 0x16fe4],
  [0x1bc9d, 0x1bc9d],
  [0x1bca0, 0x1bca3],
  [0x1d159, 0x1d159],
  [0x1d173, 0x1d17a],
  [0x1da9b, 0x1da9f],
  [0x1daa1, 0x1daaf],
  [0xe0000, 0xe0fff],
  ...Array.from(
    { length: 16 },
    (_, plane) => [(plane + 1) * 0x10000 + 0xfffe, (plane + 1) * 0x10000 + 0xffff] as const,
  ),
];
const forbidden = new RegExp(
  `[${ranges.map(([from, to]) => `\\u{${from.toString(16)}}-\\u{${to.toString(16)}}`).join('')}]|\\p{M}{5}`,
  'u',
);

/** The first hostile character of what was shown, as `U+001B` with its position; undefined if there is none. */
export function findHostile(shown: string): string | undefined {
  const found = forbidden.exec(shown);
  if (found === null) return undefined;
  const code = found[0].codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
  return `U+${code} in ${JSON.stringify(shown.slice(Math.max(0, found.index - 30), found.index + 30))}`;
}

/** The same for output to a terminal: our own colours and weights are allowed. */
export function findHostileInColours(shown: string): string | undefined {
  return findHostile(shown.replaceAll(/\u001b\[[\d;]*m/g, ''));
}
