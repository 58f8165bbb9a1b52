import type { IncomingMessage } from 'node:http';
import { sanitizeLine } from '../../text/sanitize.ts';

/*
 * warning-value = code SP agent SP quoted-string [ SP quoted-date ]      RFC 7234, 5.5
 * An API server sends one header for each thing to say, with code 299 and agent "-".
 */
const pattern = /^299 \S+ "((?:[^"\\]|\\.)*)"/;
const mostRemembered = 100;
const longest = 2000;

/** Reports each distinct warning of an API server once: unknown fields, deprecated versions, policy violations. */
export function warningReader(say: (text: string) => void): (response: IncomingMessage) => void {
  const said = new Set<string>();
  return ({ rawHeaders }) => {
    for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
      if (rawHeaders[index]!.toLowerCase() !== 'warning') continue;
      const quoted = pattern.exec(rawHeaders[index + 1]!)?.[1];
      if (quoted === undefined) continue;
      const text = sanitizeLine(quoted.replace(/\\(.)/g, '$1'), longest);
      if (text === '' || said.has(text) || said.size >= mostRemembered) continue;
      said.add(text);
      say(text);
    }
  };
}
