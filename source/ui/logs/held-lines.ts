import type { LogRing } from '../../session/view.ts';

/**
 * The ring as it is now, as a ring that never changes. A paused pane reads this, so that nothing scrolls or disappears
 * while it is read and the real ring drops old lines. It costs only the references, until the pane follows again.
 */
export function holdLines(ring: LogRing): LogRing {
  const { total, version } = ring;
  const first = total - ring.length;
  const lines = ring.slice(first, total);
  return {
    version,
    total,
    length: lines.length,
    slice(from, to) {
      const offset = total - lines.length;
      return lines.slice(Math.max(0, from - offset), Math.max(0, to - offset));
    },
  };
}
