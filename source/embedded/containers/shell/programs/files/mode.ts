import { ToolError } from '../tool/tool.ts';

/** A file's mode after `644`, `u+x,g=r`, `a-w`, `+X`. Throws ToolError. */
export function changedMode(text: string, before: number, isDirectory: boolean): number {
  if (/^[0-7]{1,4}$/.test(text)) return Number.parseInt(text, 8);
  let mode = before;
  for (const clause of text.split(',')) {
    const match = /^([ugoa]*)((?:[-+=][rwxXst]*)+)$/.exec(clause);
    if (match === null) throw new ToolError(`invalid mode: '${text}'`);
    const who = match[1] === '' || match[1]!.includes('a') ? 'ugo' : match[1]!;
    for (const [, operator = '', letters = ''] of match[2]!.matchAll(/([-+=])([rwxXst]*)/g)) {
      let bits = 0;
      if (letters.includes('r')) bits |= 4;
      if (letters.includes('w')) bits |= 2;
      if (letters.includes('x') || (letters.includes('X') && (isDirectory || (before & 0o111) !== 0)))
        bits |= 1;
      for (const one of who) {
        const shift = { u: 6, g: 3, o: 0 }[one as 'u'];
        if (operator === '+') mode |= bits << shift;
        else if (operator === '-') mode &= ~(bits << shift);
        else mode = (mode & ~(7 << shift)) | (bits << shift);
      }
      if (letters.includes('t')) mode = operator === '-' ? mode & ~0o1000 : mode | 0o1000;
    }
  }
  return mode;
}
