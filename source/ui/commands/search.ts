import { parsePattern } from '../logs/pattern.ts';
import { typedText } from '../typing/typed-text.ts';
import { searchFile } from './file-viewer.ts';
import { type Handler, inMode } from './handler.ts';
import { isReplay } from './replay.ts';
import { searchRecording } from './replay-search.ts';
import { say, shown } from './say.ts';
import { searchStep } from './step-search.ts';
import { searchDetail } from './view-detail.ts';
import { topView } from './views.ts';

/** Opens the box for a search: in the file or the text that is open, else in the step, or in all of a replay. */
export const openSearch: Handler = ({ ui }) => {
  const { mode } = ui.get();
  ui.set({ mode: { kind: 'search', ...typedText(''), over: mode.kind === 'file' ? mode : undefined } });
};

export const leaveSearch: Handler = inMode('search', ({ ui }, { over }) =>
  ui.set({ mode: over ?? { kind: 'browse' } }),
);

/** Searches for what is typed; nothing ends the search. */
export const acceptSearch: Handler = inMode('search', (context, { text, over }) => {
  const parsed = text === '' ? undefined : parsePattern(text);
  const problem = parsed !== undefined && 'problem' in parsed ? parsed.problem : undefined;
  const pattern = problem === undefined ? parsed : undefined;
  if (over !== undefined) searchFile(context, over, pattern);
  else {
    context.ui.set({ mode: { kind: 'browse' } });
    if (topView(context)?.detail !== undefined) searchDetail(context, pattern);
    else if (isReplay(context.session)) searchRecording(context, context.session, pattern);
    else searchStep(context, pattern);
  }
  if (problem !== undefined) say(context, `\`${shown(text)}\`: ${problem}`);
});
