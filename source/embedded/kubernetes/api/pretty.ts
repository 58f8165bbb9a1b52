import type { IncomingMessage } from 'node:http';

const people = /^(curl|Wget|Mozilla\/5\.0)/;
const yes = ['1', 't', 'T', 'true', 'TRUE', 'True'];

/**
 * Whether a client wants indented JSON: it says so with `pretty`, or it is one that people read.
 * Source: isPrettyPrint in k8s.io/apiserver/pkg/endpoints/handlers/negotiation.
 */
export function isPretty({ url = '', headers }: IncomingMessage): boolean {
  const query = url.indexOf('?');
  const wanted = query < 0 ? null : new URLSearchParams(url.slice(query)).get('pretty');
  return wanted ? yes.includes(wanted) : people.test(headers['user-agent'] ?? '');
}

export function indented(document: unknown): string {
  return JSON.stringify(document, null, 2);
}
