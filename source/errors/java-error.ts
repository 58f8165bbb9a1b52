/** A JVM's message for an I/O error, by Node's code: the text of strerror(3). */
const messages: Readonly<Record<string, string>> = {
  ENOSPC: 'No space left on device',
  EDQUOT: 'Disk quota exceeded',
  EFBIG: 'File too large',
  EROFS: 'Read-only file system',
  EIO: 'Input/output error',
  EMFILE: 'Too many open files',
  ENFILE: 'Too many open files in system',
  ELOOP: 'Too many levels of symbolic links',
  ENAMETOOLONG: 'File name too long',
  EISDIR: 'Is a directory',
  ENOTDIR: 'Not a directory',
};

/** As a Java program logs an error of the file system: `java.io.IOException: No space left on device`; undefined for any other. */
export function javaIoError(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined;
  const { code, path = '' } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT') return `java.nio.file.NoSuchFileException: ${path}`;
  if (code === 'EACCES' || code === 'EPERM') return `java.nio.file.AccessDeniedException: ${path}`;
  const message = code === undefined ? undefined : messages[code];
  return message === undefined ? undefined : `java.io.IOException: ${message}`;
}
