import type { EditLine } from './edit-line.ts';

/** The character that `C-v` and a key insert. */
export function characterOf(key: string): string {
  if (/^C-[a-z]$/.test(key)) return String.fromCharCode(key.charCodeAt(2) - 0x60);
  return [...key].length === 1 ? key : '';
}

/** The keys that change a line or move in it. False: nothing changed. */
export function editKey(line: EditLine, key: string): boolean {
  switch (key) {
    case 'C-a':
    case 'home':
      line.moveTo(0);
      return true;
    case 'C-e':
    case 'end':
      line.moveTo(line.length);
      return true;
    case 'C-b':
    case 'left':
      return line.moveTo(line.point - 1);
    case 'C-f':
    case 'right':
      return line.moveTo(line.point + 1);
    case 'M-b':
      line.moveTo(line.wordBefore());
      return true;
    case 'M-f':
      line.moveTo(line.wordAfter());
      return true;
    case 'backspace':
    case 'C-h':
      return line.remove(line.point - 1);
    case 'delete':
      return line.remove(line.point + 1);
    case 'C-k':
      line.kill(line.length);
      return true;
    case 'C-u':
      return line.kill(0);
    case 'C-w':
      return line.kill(line.blankWordBefore());
    case 'M-d':
      line.kill(line.wordAfter());
      return true;
    case 'M-backspace':
    case 'M-C-h':
      line.kill(line.wordBefore());
      return true;
    case 'C-y':
      return line.killed !== '' && line.insert(line.killed);
    case 'C-t':
      return line.transpose();
    case 'C-_':
      return line.undo();
    case 'M-u':
      line.changeWord((word) => word.toUpperCase());
      return true;
    case 'M-l':
      line.changeWord((word) => word.toLowerCase());
      return true;
    case 'M-c':
      line.changeWord((word) =>
        word.toLowerCase().replace(/[\p{L}\p{N}]/u, (letter) => letter.toUpperCase()),
      );
      return true;
    case 'M-r':
      while (line.undo());
      return true;
    default:
      return [...key].length === 1 && line.insert(key);
  }
}
