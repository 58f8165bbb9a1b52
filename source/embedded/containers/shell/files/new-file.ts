import { fileNode, linkNode, type Node, newId, type Owner, root } from './file-node.ts';

/** A file that an image or kubelet brings. */
export type NewFile =
  | { readonly text: string | (() => string); readonly mode?: number; readonly owner?: Owner }
  | { readonly link: string }
  | { readonly device: 'null' | 'zero' | 'random' }
  | { readonly directory: true; readonly mode?: number; readonly owner?: Owner }
  | { readonly node: Node };

export function nodeOf(what: Exclude<NewFile, { directory: true }>): Node {
  const modified = Date.now();
  if ('node' in what) return what.node;
  if ('link' in what) return linkNode(root, what.link, modified);
  if ('device' in what)
    return { kind: 'device', device: what.device, mode: 0o666, ...root, modified, id: newId() };
  const { text } = what;
  const data = typeof text === 'string' ? Buffer.from(text) : () => Buffer.from(text());
  return fileNode({ mode: what.mode ?? 0o644, ...(what.owner ?? root), modified }, data);
}
