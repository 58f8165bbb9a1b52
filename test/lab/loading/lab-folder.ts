import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { onTestFinished } from 'vitest';

/** A small lab without mistakes. */
export const smallLab: Readonly<Record<string, string>> = {
  'lab.yml': `format: 1
id: small
title: A small lab
promise: One step, {{ counted(facts.brokers, 'broker') }}.
facts:
  greeting: hello
values:
  twice: facts.partitions * 2
  thrice: values.twice + facts.partitions
steps:
  - steps/look.md
required: ["1"]
`,
  'steps/look.md': `---
id: "1"
title: Look at {{ facts.nodes }} nodes
lookFor: "{{ facts.greeting }}"
commands:
  - line: kubectl get nodes
    repeats: true
  - each: facts.brokerTargets
    when: index < values.twice - 6
    line: kubectl logs {{ each }}
checks:
  - id: nodes-ready
    title: all nodes are ready
    named: nodes-ready
  - id: no-more
    title: no more than five
    look: [nodes]
    that: size(nodes) <= 5 && nodes.all(node, node.ready)
    evidence: "{{ size(nodes) }} nodes"
    hint: There are {{ size(nodes) }}.
    within: 10s
hints:
  - when: facts.partitions > 4
    text: never shown
  - Look \`here\`.
questions:
  - id: q1
    text: Why?
    answer: Because of {{ values.thrice }}.
---

Some *text* about \`kubectl\`, and
more of it for {{ inWords(facts.brokers) }}.

- one
- two
`,
};

/** Writes the files to a new folder, which is removed after the test. */
export function makeLab(files: Readonly<Record<string, string | undefined>>): string {
  const directory = mkdtempSync(join(tmpdir(), 'kafka-lab-folder-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    if (text === undefined) continue;
    mkdirSync(dirname(join(directory, path)), { recursive: true });
    writeFileSync(join(directory, path), text);
  }
  return directory;
}

/** The small lab with one change to one of its files. */
export function changed(file: string, from: string | RegExp, to: string): Record<string, string> {
  const text = smallLab[file]!.replace(from, to);
  if (text === smallLab[file]) throw new Error(`${file} has no ${String(from)}`);
  return { ...smallLab, [file]: text };
}
