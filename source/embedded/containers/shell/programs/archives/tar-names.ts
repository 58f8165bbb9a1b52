/** Whether a name, or its end after a slash, matches one of the patterns of `--exclude`. */
export function excluder(patterns: readonly string[]): (name: string) => boolean {
  if (patterns.length === 0) return () => false;
  return (name) => {
    const clean = name.replace(/\/+$/, '');
    const ends = [clean];
    for (let at = clean.indexOf('/'); at >= 0; at = clean.indexOf('/', at + 1))
      ends.push(clean.slice(at + 1));
    return patterns.some((pattern) => ends.some((end) => matches(pattern.replace(/\/+$/, ''), end)));
  };
}

/** `*` matches any text, `?` one character. Looks back to the last star alone, so that no pattern takes long. */
function matches(pattern: string, text: string): boolean {
  let [at, inText, star, afterStar] = [0, 0, -1, 0];
  while (inText < text.length) {
    const char = pattern[at];
    if (char === '*') {
      star = at++;
      afterStar = inText;
    } else if (char !== undefined && (char === '?' || char === text[inText])) {
      at++;
      inText++;
    } else if (star >= 0) {
      at = star + 1;
      inText = ++afterStar;
    } else return false;
  }
  while (pattern[at] === '*') at++;
  return at === pattern.length;
}

/** Whether a member is one of the names on the command line, or below one. */
export function isWanted(name: string, names: readonly string[]): boolean {
  const clean = name.replace(/\/+$/, '');
  return (
    names.length === 0 ||
    names.some((one) => {
      const wanted = one.replace(/\/+$/, '');
      return clean === wanted || clean.startsWith(`${wanted}/`);
    })
  );
}

/** What a name begins with that leads out of the directory where it is unpacked: slashes, and everything up to the last `..`. */
export function leadOf(name: string): string {
  const parts = name.split('/');
  const last = parts.lastIndexOf('..');
  const [lead = ''] = /^\/*/.exec(name.slice(last < 0 ? 0 : parts.slice(0, last + 1).join('/').length)) ?? [];
  return last < 0 ? lead : `${parts.slice(0, last + 1).join('/')}${lead}`;
}
