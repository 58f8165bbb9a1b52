/** The text of strerror(3) for the errors that a container's programs meet. */
const messages = {
  EACCES: 'Permission denied',
  EBADF: 'Bad file descriptor',
  EEXIST: 'File exists',
  EFBIG: 'File too large',
  EINVAL: 'Invalid argument',
  EIO: 'Input/output error',
  EISDIR: 'Is a directory',
  ELOOP: 'Too many levels of symbolic links',
  ENAMETOOLONG: 'File name too long',
  ENOENT: 'No such file or directory',
  ENOSPC: 'No space left on device',
  ENOTDIR: 'Not a directory',
  ENOTEMPTY: 'Directory not empty',
  EPERM: 'Operation not permitted',
  EROFS: 'Read-only file system',
  EXDEV: 'Invalid cross-device link',
} as const;

export type FileErrorCode = keyof typeof messages;

/** An operation on a file that failed. The message is the text after the file name: `No such file or directory`. */
export class FileError extends Error {
  readonly code: FileErrorCode;

  constructor(code: FileErrorCode) {
    super(messages[code]);
    this.name = 'FileError';
    this.code = code;
  }
}

/** The error for a system error of this machine's file system; undefined if it is none. */
export function asFileError(error: unknown): FileError | undefined {
  if (error instanceof FileError) return error;
  if (!(error instanceof Error) || !('syscall' in error)) return undefined;
  const { code = 'EIO' } = error as NodeJS.ErrnoException;
  return new FileError(code in messages ? (code as FileErrorCode) : 'EIO');
}
