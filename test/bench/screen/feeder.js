#!/usr/bin/env node
// Writes log lines of both clients at a steady rate: the producer's to descriptor 3, the consumer's to descriptor 4.
import { createWriteStream } from 'node:fs';

const perSecond = Number(process.argv[2] ?? 200);
const outputs = [3, 4].map((fd) => createWriteStream('', { fd }));
const startedAt = Date.now();
let written = 0;

function time() {
  return new Date().toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');
}

const timer = setInterval(() => {
  const due = Math.floor(((Date.now() - startedAt) * perSecond) / 1000);
  if (due === written || outputs.some((output) => output.writableNeedDrain)) return;
  const now = time();
  const lines = [[], []];
  for (; written < due; written++) {
    lines[0].push(`${now} test: ${written}000 messages published`);
    lines[1].push(`${now} test: partition ${written % 4}, offset ${written * 250}, value: 0.657358`);
  }
  for (const [index, output] of outputs.entries()) output.write(`${lines[index].join('\n')}\n`);
}, 20);
for (const output of outputs) output.on('error', () => clearInterval(timer));
