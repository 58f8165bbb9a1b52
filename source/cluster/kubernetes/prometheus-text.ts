/*
 * The Prometheus text format (https://prometheus.io/docs/instrumenting/exposition_formats/), as far as gauges and counters need it:
 *   line = name [ "{" label "=" quoted { "," label "=" quoted } [","] "}" ] value [ timestamp ]
 * In a quoted value, `\\`, `\"` and `\n` are escapes. Lines that start with `#` are comments.
 */
export interface Sample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

const maxLines = 10_000;
const sampleLine = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})?\s+(\S+)(?:\s+-?\d+)?$/;
const labelPair = /\s*([a-zA-Z_][a-zA-Z0-9_]*)\s*=\s*"((?:[^"\\]|\\.)*)"\s*(?:,|$)/y;

/** The samples in a page of metrics; lines that are none are left out. */
export function parsePrometheusText(text: string): Sample[] {
  const samples: Sample[] = [];
  for (const line of text.split('\n', maxLines)) {
    const match = sampleLine.exec(line.trim());
    if (match === null || line.startsWith('#')) continue;
    const labels = parseLabels(match[2] ?? '');
    const value = parseValue(match[3]!);
    if (labels !== undefined && value !== undefined) samples.push({ name: match[1]!, labels, value });
  }
  return samples;
}

function parseLabels(text: string): Record<string, string> | undefined {
  const labels: Record<string, string> = Object.create(null);
  labelPair.lastIndex = 0;
  let at = 0;
  while (at < text.length && text.slice(at).trim() !== '') {
    labelPair.lastIndex = at;
    const pair = labelPair.exec(text);
    if (pair === null) return undefined;
    labels[pair[1]!] = pair[2]!.replace(/\\(.)/g, (_, char: string) => (char === 'n' ? '\n' : char));
    at = labelPair.lastIndex;
  }
  return labels;
}

function parseValue(text: string): number | undefined {
  if (/^[+-]?Inf$/i.test(text))
    return text.startsWith('-') ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  if (/^nan$/i.test(text)) return Number.NaN;
  const value = Number(text);
  return Number.isNaN(value) ? undefined : value;
}
