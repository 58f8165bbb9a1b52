import { describe, expect, it } from 'vitest';
import { foldTable } from '../../../source/ui/steps/fold-table.ts';

const nodes = [
  { name: 'NAME', cells: ['kafka-lab-control-plane', 'kafka-lab-worker', 'kafka-lab-worker2'] },
  { name: 'STATUS', cells: ['Ready', 'Ready', 'Ready'] },
  { name: 'ROLES', cells: ['control-plane', '<none>', '<none>'] },
  { name: 'VERSION', cells: ['v1.32.0-kafka-lab', 'v1.32.0-kafka-lab', 'v1.32.0-kafka-lab'] },
];

describe('a folded table', () => {
  it('takes as few rows as it can', () => {
    expect(foldTable(nodes, 51)).toEqual([
      ['NAME              STATUS ROLES    VERSION'],
      ['kafka-lab-        Ready  control- v1.32.0-kafka-lab', 'control-plane            plane'],
      ['kafka-lab-worker  Ready  <none>   v1.32.0-kafka-lab'],
      ['kafka-lab-worker2 Ready  <none>   v1.32.0-kafka-lab'],
    ]);
  });

  it('folds no column for which another one has made room', () => {
    const columns = [
      { name: 'HOST', cells: ['/10.244.1.11', '/10.244.1.3'] },
      { name: 'ID', cells: ['consumer-955c170e', 'consumer-4e66f405'] },
    ];
    expect(foldTable(columns, 22)).toEqual([
      ['HOST         ID'],
      ['/10.244.1.11 consumer-', '             955c170e'],
      ['/10.244.1.3  consumer-', '             4e66f405'],
    ]);
  });

  it('tore the name of every node for their age', () => {
    const aged = nodes.toSpliced(3, 0, { name: 'AGE', cells: ['3s', '3s', '3s'] });
    const rows = foldTable(aged, 50)!.flat();
    expect(rows.find((row) => row.startsWith('kafka-lab-worker2 '))).toBeDefined();
  });

  it('held up the screen for minutes over a table of thousands of cells', () => {
    const wide = Array.from({ length: 40 }, (_, index) => ({
      name: `COLUMN-${index}`,
      cells: Array.from({ length: 13 }, (_, line) => `${line} ${'word-'.repeat(40)}`),
    }));
    expect(foldTable(wide, 100)).toBeUndefined();
    const long = nodes.map(({ name, cells }) => ({
      name,
      cells: Array.from({ length: 61 }, () => cells[0]!),
    }));
    expect(foldTable(long, 51)).toBeUndefined();
  });

  it('is none where the names of its columns are too long', () => {
    expect(foldTable(nodes, 24)).toBeUndefined();
  });

  it('has empty cells, and words that are longer than their column', () => {
    const columns = [
      { name: 'A', cells: ['', 'a'] },
      { name: 'B', cells: ['', 'x'.repeat(7)] },
    ];
    expect(foldTable(columns, 5)).toEqual([['A B'], [''], ['a xxx', '  xxx', '  x']]);
    expect(foldTable([{ name: 'A', cells: [] }], 3)).toEqual([['A']]);
  });
});
