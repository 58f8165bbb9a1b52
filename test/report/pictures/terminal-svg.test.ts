import { expect, it } from 'vitest';
import { terminal } from '../../../source/report/pictures/palette.ts';
import { drawTerminal } from '../../../source/report/pictures/terminal-svg.ts';

it('draws what a program coloured, at the columns where it printed it', () => {
  const svg = drawTerminal(
    {
      columns: 72,
      rows: [
        [
          { text: 'WARN', look: 'output', style: { colour: 3, bold: true, underline: true } },
          { text: ' a <b>', look: 'output' },
        ],
      ],
    },
    'Figure 1',
  ).text;
  expect(svg).toContain(
    `fill="${terminal.named[3]}" font-weight="bold" text-decoration="underline">WARN</text>`,
  );
  expect(svg).toMatch(/<text x="38\.8" [^>]*fill="#d7dae0">[^<]*&lt;b&gt;<\/text>/);
});
