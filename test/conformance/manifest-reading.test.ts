import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type ControlPlane, startControlPlane } from '../../source/embedded/kubernetes/control-plane.ts';
import { type ApiServer, startApiServer } from '../../source/embedded/kubernetes/server/server.ts';
import { createStore } from '../../source/embedded/kubernetes/store/memory-store.ts';
import { InProcessNetwork } from '../../source/embedded/network/in-process-network.ts';
import { isJsonObject, type JsonObject } from '../../source/json/json-value.ts';
import { decodeManifest } from '../../source/manifests/reading/decode-manifest.ts';
import { flattenLists } from '../../source/manifests/reading/flatten-lists.ts';
import { readDocuments } from '../../source/manifests/reading/read-documents.ts';
import { plainKubectl } from './kubernetes/plain-kubectl.ts';
import { has, runTool } from './tools.ts';

const head = 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a}\n';
const scalars = [
  ...['y', 'No', 'oN', 'on', 'TRUE', 'truE', '~', 'Null', 'nULL', '010', '08', '0o10', '0x1F', '0b11'],
  ...['-0x10', '+7', '1_000', '1e3', '.5', '1.', '1:30', '2024-11-25', '!!str 5', '!!int "5"', '=', '<<'],
];
const item = (name: string) => `{apiVersion: v1, kind: ConfigMap, metadata: {name: ${name}}}`;
const texts: Record<string, string | Buffer> = {
  'every kind of scalar': `${head}x:\n${scalars.map((each) => `- ${each}\n`).join('')}`,
  'keys that are not text': `${head}1: a\n1.5: b\non: c\n`,
  'a key twice': `${head}data: {k: a}\ndata: {k: b}\n`,
  'merged mappings': `${head}x: &x {a: 1, b: 1}\nz:\n  a: 3\n  <<: *x\ny:\n  <<: [*x, {b: 2, c: 2}]\n  a: 3\n`,
  'several documents': `---\n# none\n--- # a comment\n${head}---\n\n---\n${head}`,
  'the end of a document': `${head}...\nx: 1\n`,
  'a list': `apiVersion: v1\nkind: List\nitems:\n- ${item('a')}\n- ${item('b')}\n`,
  'a typed list': 'apiVersion: v1\nkind: ConfigMapList\nitems: [{metadata: {name: a}}]\n',
  'JSON documents': `${JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } })}\n{"apiVersion":"v1","kind":"ConfigMap","metadata":{"name":"b"}}`,
  'UTF-16 with Windows line ends': Buffer.from(`\ufeff${head.replaceAll('\n', '\r\n')}`, 'utf16le'),
  'a byte-order mark': `\ufeff${head}`,
};
const refused: Record<string, string> = {
  'a mapping in braces': '{apiVersion: v1, kind: ConfigMap, metadata: {name: a}}',
  'text behind a separator': `${head}--- x\n`,
  'not a number': `${head}x: .nan\n`,
  'an open list': `${head}x: [\n`,
  'a control character': `${head}x: "\u0007"\n`,
  'a list in a list': `apiVersion: v1\nkind: List\nitems:\n- {apiVersion: v1, kind: List, items: [${item('b')}]}\n`,
  'an alias to nothing': `${head}x: *nothing\n`,
};

/** What we read, as `kubectl create --dry-run=client` prints it. */
function ours(text: string | Buffer): JsonObject[] {
  const decoded = decodeManifest(typeof text === 'string' ? Buffer.from(text) : text);
  return [...readDocuments(decoded)].flatMap(({ value }) =>
    isJsonObject(value) ? [...flattenLists(value)] : [],
  );
}

describe.skipIf(!has('kubectl'))('a manifest compared with the real kubectl', () => {
  let directory: string;
  let server: ApiServer;
  let plane: ControlPlane;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), 'kafka-lab-reading-'));
    const store = createStore();
    const parts = { store, directory, log: () => {} };
    plane = startControlPlane({
      ...parts,
      clusterName: 'kind',
      version: 'v1.32.0',
      images: { find: () => undefined },
      network: new InProcessNetwork(),
    });
    server = await startApiServer({ ...parts, agent: plane.agent, name: 'reading' });
  });
  afterAll(async () => {
    await server.close();
    await plane.close();
    await rm(directory, { recursive: true, force: true });
  });

  async function theirs(text: string | Buffer) {
    const file = join(directory, 'file.yml');
    await writeFile(file, text);
    const flags = ['--dry-run=client', '--validate=false', '-o', 'json', '-f', file];
    return runTool(plainKubectl(), ['--kubeconfig', server.kubeconfig, 'create', ...flags]);
  }

  it.each(Object.entries(texts))('is read in the same way: %s', async (_what, text) => {
    const { code, stdout, stderr } = await theirs(text);
    expect(code, stderr).toBe(0);
    const shown = JSON.parse(`[${stdout.replaceAll(/^}\n\{/gm, '},{')}]`) as JsonObject[];
    const items = shown.flatMap((each) => (Array.isArray(each.items) ? each.items : [each]));
    const read = ours(text).map((each) => ({
      ...each,
      metadata: { ...(isJsonObject(each.metadata) ? each.metadata : {}), namespace: 'default' },
    }));
    expect(read).toEqual(items);
  });

  it.each(Object.entries(refused))('is refused in the same way: %s', async (_what, text) => {
    expect((await theirs(text)).code).not.toBe(0);
    expect(() => ours(text)).toThrow();
  });
});
