import { closeSync, readSync } from 'node:fs';
import { basename, dirname, extname } from 'node:path';
import { isFileFailure } from '../../files/file-failure.ts';
import { openRegularFile } from '../../files/regular-file.ts';
import { pageMark } from '../../grading/pages/frame.ts';

/** The mark stands in the head of a page. */
const headBytes = 512;

/** Whether a file is a feedback page that `grade` wrote: by its folder, its name and its head. A file of somebody else is none. */
export function isFeedback(path: string): boolean {
  if (basename(dirname(path)) !== 'feedback' || extname(path) !== '.html') return false;
  try {
    const descriptor = openRegularFile(path, undefined, undefined, 'refuse');
    try {
      const head = Buffer.alloc(headBytes);
      const size = readSync(descriptor, head, 0, headBytes, 0);
      return head.toString('utf8', 0, size).includes(pageMark);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (!isFileFailure(error)) throw error;
    return false;
  }
}
