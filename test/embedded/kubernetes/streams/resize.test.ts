import { expect, it } from 'vitest';
import { ResizeChannel, type WindowSize } from '../../../../source/embedded/kubernetes/streams/resize.ts';

function told(...pieces: string[]): WindowSize[] {
  const channel = new ResizeChannel();
  const sizes: WindowSize[] = [];
  channel.onResize((size) => sizes.push(size));
  for (const piece of pieces) channel.add(Buffer.from(piece));
  return sizes;
}

it('reports each size, however its message is cut', () => {
  expect(told('{"Width":80,"Hei', 'ght":24}\n{"Width":120,"Height":40}\n')).toEqual([
    { columns: 80, rows: 24 },
    { columns: 120, rows: 40 },
  ]);
});

it('reports the current size to a late subscriber', () => {
  const channel = new ResizeChannel();
  channel.add(Buffer.from('{"Width":100,"Height":30}'));
  const sizes: WindowSize[] = [];
  channel.onResize((size) => sizes.push(size));
  expect(sizes).toEqual([{ columns: 100, rows: 30 }]);
});

it('ignores invalid sizes', () => {
  expect(told('{"Width":0,"Height":24}', '{"Width":99999,"Height":1}', '{}', 'x'.repeat(5000), '}')).toEqual(
    [],
  );
});
