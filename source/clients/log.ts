/** One line to stdout with the prefix of Go's `log` package: `2006/01/02 15:04:05 `, in UTC as in a container. */
export function log(text: string, now = new Date()): void {
  process.stdout.write(`${timestamp(now)} ${text}\n`);
}

/** `2026/11/22 14:29:34` */
export function timestamp(time: Date): string {
  return time.toISOString().slice(0, 19).replace('T', ' ').replaceAll('-', '/');
}
