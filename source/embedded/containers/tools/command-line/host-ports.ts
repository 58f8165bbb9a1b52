/** Whether each entry of a list of brokers ends in a port, which the console tools check before they connect. */
export function isHostPortList(text: string): boolean {
  const entries = text.includes(',') ? text.replace(/,+$/, '').split(',') : [text];
  return entries.every((entry) => /\[?[0-9a-zA-Z\-%._:]*\]?:[0-9]+$/.test(entry));
}
