/** More pages than any report has. */
const mostPages = 5_000;
const mostLevels = 20;

/**
 * On which page each named place of a PDF is, counted from 1; undefined where the file is not written as Chromium writes it: version 1.4, with a
 * table of its objects, none of them compressed, and places in a dictionary of the catalog.
 */
export function pagesOfPlaces(pdf: Uint8Array): ReadonlyMap<string, number> | undefined {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString('latin1');
  const objects = objectsOf(text);
  const root = reference(/\/Root (\d+) 0 R/, text.slice(text.lastIndexOf('trailer')));
  const catalog = objects(root);
  const places = objects(reference(/\/Dests (\d+) 0 R/, catalog));
  const pages = leavesBelow(reference(/\/Pages (\d+) 0 R/, catalog), objects);
  if (places === undefined || pages.length === 0) return undefined;
  const numbers = new Map(pages.map((page, index) => [page, index + 1]));
  const found = [...places.matchAll(/\/([\w.-]+) \[(\d+) 0 R\b/g)].flatMap(
    ([, name, page]): [string, number][] => {
      const number = numbers.get(Number(page));
      return number === undefined ? [] : [[name!, number]];
    },
  );
  return found.length === 0 ? undefined : new Map(found);
}

type Objects = (id: number | undefined) => string | undefined;

/** By the table at the end of the file: what looks like an object within a text is none. */
function objectsOf(text: string): Objects {
  const start = Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(text.slice(-64))?.[1] ?? Number.NaN);
  const head = /^xref\s+0 (\d+)\s*\n/.exec(text.slice(start, start + 64));
  if (head === null) return () => undefined;
  const count = Number(head[1]);
  const entries = start + head[0].length;
  return (id) => {
    if (id === undefined || id >= count) return undefined;
    const entry = /^(\d{10}) \d{5} n/.exec(text.slice(entries + id * 20, entries + id * 20 + 20));
    if (entry === null) return undefined;
    const at = Number(entry[1]);
    return text.startsWith(`${id} 0 obj`, at) ? text.slice(at, text.indexOf('endobj', at)) : undefined;
  };
}

/** The pages of a tree of pages, in their order. */
function leavesBelow(root: number | undefined, objects: Objects): readonly number[] {
  let level = root === undefined ? [] : [root];
  for (let depth = 0; depth < mostLevels; depth++) {
    const kids = level.map((id) => /\/Kids \[([^\]]*)\]/.exec(objects(id) ?? '')?.[1]);
    if (kids.every((list) => list === undefined)) return level;
    level = level.flatMap((id, index) => {
      const list = kids[index];
      return list === undefined ? [id] : [...list.matchAll(/(\d+) 0 R/g)].map(([, kid]) => Number(kid));
    });
    if (level.length > mostPages) return [];
  }
  return [];
}

function reference(pattern: RegExp, text: string | undefined): number | undefined {
  const id = pattern.exec(text ?? '')?.[1];
  return id === undefined ? undefined : Number(id);
}
