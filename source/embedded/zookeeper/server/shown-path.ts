/** The directories of a server on this machine, and the names that its pod has for them. */
export interface ShownDirectories {
  readonly dataDirectory?: string | undefined;
  readonly logDirectory?: string | undefined;
  readonly shownDirectories?: { readonly data: string; readonly log: string } | undefined;
}

/** A file of the server as its pod sees it: a pod's log names no directory of this machine. */
export function shownPath(path: string, directories: ShownDirectories): string {
  const { dataDirectory, logDirectory, shownDirectories: shown } = directories;
  if (shown === undefined) return path;
  // The log is within the data where it has no directory of its own.
  for (const [own, name] of [
    [logDirectory, shown.log],
    [dataDirectory, shown.data],
  ] as const)
    if (own !== undefined && path.startsWith(own))
      return `${name}${path.slice(own.length).replaceAll('\\', '/')}`;
  return path;
}
