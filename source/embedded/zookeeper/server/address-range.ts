/** `10.0.0.0/8` or `10.1.2.3`, as an ACL of scheme `ip` has it. ZooKeeper knows IPv4 alone. */
export function isAddressRange(text: string): boolean {
  return parse(text) !== undefined;
}

/** Whether an address is in a range; false for IPv6. */
export function addressMatches(address: string, range: string): boolean {
  const wanted = parse(range);
  const asked = parse(address);
  if (wanted === undefined || asked === undefined) return false;
  return (asked.address & wanted.mask) === (wanted.address & wanted.mask);
}

function parse(text: string): { readonly address: number; readonly mask: number } | undefined {
  const slash = text.indexOf('/');
  const parts = (slash < 0 ? text : text.slice(0, slash)).split('.');
  // As Integer.parseInt reads them: a sign and leading zeros are fine.
  const bytes = parts.map((part) => (/^[+-]?\d{1,10}$/.test(part) ? Number(part) : -1));
  if (bytes.length !== 4 || bytes.some((byte) => byte < 0 || byte > 255)) return undefined;
  const bits = slash < 0 ? '32' : text.slice(slash + 1);
  if (!/^[+-]?\d{1,10}$/.test(bits) || Number(bits) < 0 || Number(bits) > 32) return undefined;
  const mask = Number(bits) === 0 ? 0 : -1 << (32 - Number(bits));
  return { address: bytes.reduce((sum, byte) => (sum << 8) | byte, 0), mask };
}
