import { render } from 'ink-testing-library';
import { describe, expect, it } from 'vitest';
import { type SafeText, trusted } from '../../../source/text/safe-text.ts';
import { cutText } from '../../../source/ui/text/cut.ts';
import { Rows, rowsOf } from '../../../source/ui/text/rows.tsx';
import { cellsOf, plainText, Row, Text } from '../../../source/ui/text/text.tsx';
import { ThemeContext } from '../../../source/ui/theme/theme.ts';
import { themeNamed } from '../../../source/ui/theme/themes.ts';
import { findHostileInColours, hostileTexts } from '../../text/hostile-texts.ts';

const xterm = { TERM: 'xterm-256color' };

function drawn(node: React.ReactElement, name: Parameters<typeof themeNamed>[0] = 'dark', env = {}): string {
  const app = render(
    <ThemeContext.Provider value={themeNamed(name, { ...xterm, ...env })}>{node}</ThemeContext.Provider>,
  );
  try {
    return app.lastFrame() ?? '';
  } finally {
    app.unmount();
    app.cleanup();
  }
}

const key = (
  <Text>
    {trusted('press ')}
    <Text bold colour="cyan">
      {trusted('k')}
    </Text>
  </Text>
);

describe('a text', () => {
  it('has the colours of the theme, and in a plain terminal those of the terminal', () => {
    expect(drawn(key)).toBe('press \u001b[1m\u001b[38;5;45mk\u001b[39m\u001b[22m');
    expect(drawn(key, 'auto')).toContain('\u001b[36mk\u001b[39m');
    expect(drawn(key, 'high-contrast', { TERM: 'linux' })).toContain('\u001b[96mk');
  });

  it('is also bold without colours: NO_COLOR is only about colours', () => {
    for (const env of [{ NO_COLOR: '1' }, { TERM: 'dumb' }])
      expect(drawn(key, 'dark', env)).toBe('press \u001b[1mk\u001b[22m');
  });

  it.each(hostileTexts)(
    'contains nothing hostile from $what, even if it is wrongly declared safe',
    ({ text }) => {
      for (const content of [cutText(text, 30), text as SafeText])
        expect(findHostileInColours(drawn(<Row colour="red">{content}</Row>))).toBeUndefined();
    },
  );

  it('is one row, whatever it contains', () => {
    const rows = rowsOf([trusted(''), trusted('one\ntwo'), cutText('x'.repeat(300), 200)]);
    const lines = drawn(<Rows rows={rows} />).split('\n');
    expect(lines).toHaveLength(3);
    expect(lines[0]).toBe('');
    expect(lines[2]).toBe(`${'x'.repeat(99)}…`);
  });

  it('has the width that is shown', () => {
    expect(plainText(key)).toBe('press k');
    expect(cellsOf(<Row>{trusted('漢字')}</Row>)).toBe(4);
    const Clock = () => <Text>{trusted('12:00')}</Text>;
    expect(() => cellsOf(<Clock />)).toThrow(TypeError);
  });
});
