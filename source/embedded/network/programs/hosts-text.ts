/** The most lines of a hosts file: a lab has some thirty names, and programs read it whole for each lookup. */
export const mostNames = 2_000;
const label = /^[a-z0-9](?:[-a-z0-9]{0,61}[a-z0-9])?$/;

/** Whether a name may stand in a hosts file: DNS labels only, at most 253 characters. */
export function isHostName(name: string): boolean {
  return name.length <= 253 && name.split('.').every((part) => label.test(part));
}

/**
 * The text of a hosts file (https://man7.org/linux/man-pages/man5/hosts.5.html) with a line for each address of each name. Names that are
 * not DNS names are left out.
 */
export function hostsText(hostname: string, names: ReadonlyMap<string, readonly string[]>): string {
  const lines = ['127.0.0.1 localhost', '::1 localhost ip6-localhost ip6-loopback'];
  if (isHostName(hostname)) lines.push(`127.0.0.1 ${hostname}`);
  for (const [name, addresses] of names) {
    if (!isHostName(name)) continue;
    for (const address of addresses) {
      if (lines.length >= mostNames) return finish(lines);
      lines.push(`${address} ${name}`);
    }
  }
  return finish(lines);
}

const finish = (lines: readonly string[]): string => `${lines.join('\n')}\n`;
