/** Text from outside that would act on a terminal, or hide in what it shows. None of it is what kafka-lab itself writes. */
export interface HostileText {
  readonly name: string;
  readonly text: string;
}

const sequences: Readonly<Record<string, string>> = {
  'a title (OSC 0)': '\u001b]0;PWN\u0007',
  'a title ended by ST': '\u001b]2;PWN\u001b\\',
  'a clipboard write (OSC 52)': '\u001b]52;c;UFdO\u0007',
  'a clipboard read': '\u001b]52;c;?\u0007',
  'a link (OSC 8)': '\u001b]8;;http://pwn.example\u001b\\link\u001b]8;;\u001b\\',
  'a notification (OSC 9)': '\u001b]9;PWN\u0007',
  'a palette (OSC 4)': '\u001b]4;1;rgb:00/00/00\u0007',
  'a working directory (OSC 7)': '\u001b]7;file:///etc\u0007',
  'a sequence of iTerm (OSC 1337)': '\u001b]1337;SetMark\u0007',
  'a DCS': '\u001bP$q"p\u001b\\',
  'a DCS of tmux': '\u001bPtmux;\u001b\u001b]0;PWN\u0007\u001b\\',
  'an APC': '\u001b_GPWN\u001b\\',
  'a PM': '\u001b^PWN\u001b\\',
  'an SOS': '\u001bXPWN\u001b\\',
  'the scrollback erased': '\u001b[3J',
  'the screen erased above': '\u001b[1J',
  'a cursor that moves': '\u001b[9;9H\u001b[5A',
  'a cursor position asked for': '\u001b[6n',
  'a terminal asked who it is': '\u001b[>c\u001b[=c',
  'a title reported': '\u001b[21t',
  'blinking and hidden text': '\u001b[5;8mPWN\u001b[25;28m',
  'mouse reports': '\u001b[?1003h\u001b[?1006h',
  'a terminal reset': '\u001bc',
  'a character set': '\u001b(0\u000elqk\u000f',
  'a C1 CSI': '\u009b3J',
  'a C1 OSC': '\u009d0;PWN\u009c',
  'a C1 DCS': '\u0090$q"p\u009c',
  'a sequence in a sequence': '\u001b[\u001b[3J3J',
  'a sequence that a removed one completes': '\u001b\u001b[3J]0;PWN\u0007',
  'a sequence that an invisible character splits': '\u001b\u200b]0;PWN\u0007',
  'a sequence without an end': 'before \u001b]0;PWN',
  'an escape at the end': 'PWN\u001b',
  'line ends that overwrite': 'all is well\rPWN        ',
  'backspaces that overwrite': 'secret\b\b\b\b\b\bPWN',
  'a bell and a NUL': 'P\u0007W\u0000N',
  'a form feed and a vertical tab': 'P\u000cW\u000bN',
  'a DEL': 'PW\u007fN',
};

const invisible: Readonly<Record<string, string>> = {
  'a right-to-left override': '\u202e',
  'a left-to-right override': '\u202d',
  embeddings: '\u202a\u202b\u202c',
  isolates: '\u2066\u2067\u2068\u2069',
  'direction marks': '\u200e\u200f',
  'an Arabic letter mark': '\u061c',
  'a zero width space': '\u200b',
  'a byte order mark': '\ufeff',
  'a word joiner and invisible operators': '\u2060\u2061\u2062\u2063\u2064',
  'a soft hyphen': '\u00ad',
  'a Mongolian vowel separator': '\u180e',
  'deprecated format characters': '\u206a\u206b\u206c\u206d\u206e\u206f',
  'Hangul fillers': '\u115f\u1160\u3164\uffa0',
  'interlinear annotations': '\ufff9\ufffa\ufffb',
  'a line and a paragraph separator': '\u2028\u2029',
  tags: '\u{e0001}\u{e0050}\u{e0057}\u{e004e}\u{e007f}',
  'musical format characters': '\u{1d173}\u{1d17a}',
};

export const hostileTexts: readonly HostileText[] = [
  ...Object.entries(sequences).map(([name, text]) => ({ name, text: `a${text}z` })),
  ...Object.entries(invisible).map(([name, text]) => ({ name, text: `a${text}z` })),
  { name: 'a sequence at the end of a long line', text: `${'x'.repeat(16_380)}\u001b]0;PWN\u0007` },
  { name: 'markup', text: '"><img src=x onerror=PWN><script>PWN</script>' },
];
