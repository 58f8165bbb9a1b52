import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { innerSize } from '../../../source/ui/layout/frame.ts';
import { isFolded, isTooSmall, layoutScreen } from '../../../source/ui/layout/layout.ts';
import { panes } from '../../../source/ui/state/ui-state.ts';

describe('the layout', () => {
  it('fills the terminal except for its last row, at every size and in every state', () => {
    fc.assert(
      fc.property(
        fc.record({
          size: fc.record({
            columns: fc.integer({ min: 80, max: 250 }),
            rows: fc.integer({ min: 24, max: 90 }),
          }),
          focus: fc.constantFrom(...panes),
          fullScreen: fc.boolean(),
          list: fc.integer({ min: 10, max: 120 }),
          partitions: fc.integer({ min: 0, max: 64 }),
          logging: fc.boolean(),
          comparison: fc.integer({ min: 0, max: 2 }),
          wanted: fc.integer({ min: 0, max: 200 }),
          wantedWhole: fc.integer({ min: 0, max: 200 }),
          reading: fc.boolean(),
          top: fc.integer({ min: 0, max: 4 }),
          notices: fc.integer({ min: 0, max: 3 }),
        }),
        (input) => {
          const { bands, partitionRows } = layoutScreen(input);
          const heights = bands.map((band) => band[0]!.frame.rows);
          const used =
            1 + input.top + heights.reduce((sum, one) => sum + one, 0) + partitionRows + input.notices + 1;
          expect(used).toBe(input.size.rows - 1);
          for (const band of bands) {
            expect(band.reduce((sum, one) => sum + one.frame.columns, 0)).toBe(input.size.columns);
            for (const { pane, frame } of band) {
              expect(frame.rows).toBe(band[0]!.frame.rows);
              const titleAlone = isFolded(input) && (pane === 'producer' || pane === 'consumer');
              if (titleAlone && !input.fullScreen) expect(frame.rows).toBe(1);
              else expect(innerSize(frame).rows).toBeGreaterThan(0);
              expect(innerSize(frame).columns).toBeGreaterThan(20);
            }
          }
        },
      ),
    );
  });

  it.each([
    [{ columns: 80, rows: 24 }, 45, 28, 'the step needs the room'],
    [{ columns: 120, rows: 40 }, 30, 34, 'the titles fit'],
    [{ columns: 120, rows: 40 }, 45, 40, 'the step keeps 80'],
    [{ columns: 200, rows: 60 }, 45, 49, 'the titles fit'],
    [{ columns: 200, rows: 60 }, 90, 60, 'a title is no text'],
    [{ columns: 120, rows: 40 }, 12, 28, 'a list is no column of ids'],
  ])('gives a list of steps in %j, %i cells wide, %i columns: %s', (size, list, columns) => {
    const input = {
      focus: 'steps',
      fullScreen: false,
      partitions: 0,
      logging: false,
      comparison: 0,
    } as const;
    const { bands } = layoutScreen({
      ...input,
      size,
      list,
      wanted: 10,
      wantedWhole: 10,
      reading: false,
      top: 0,
      notices: 0,
    });
    expect(bands[0]![0]).toMatchObject({ pane: 'steps', frame: { columns } });
  });

  it('gave the logs half of a tall screen while a table of the step was cut', () => {
    const bodyRows = (wantedWhole: number): number =>
      layoutScreen({
        ...{ size: { columns: 200, rows: 60 }, focus: 'steps', fullScreen: false, list: 40 },
        ...{ partitions: 4, comparison: 2, logging: true, reading: false, top: 0, notices: 0 },
        ...{ wanted: 22, wantedWhole },
      }).bands[0]![0]!.frame.rows;
    expect(bodyRows(26)).toBeGreaterThanOrEqual(26 + 2);
    // The logs keep what they would have beside a step that wants nothing whole.
    expect(bodyRows(200)).toBeLessThanOrEqual(53 * 0.55);
  });

  it('calls a terminal below 80x24 too small', () => {
    expect(isTooSmall({ columns: 80, rows: 24 })).toBe(false);
    expect(isTooSmall({ columns: 79, rows: 24 })).toBe(true);
    expect(isTooSmall({ columns: 200, rows: 23 })).toBe(true);
  });
});
