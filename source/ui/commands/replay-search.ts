import type { ReplayStore } from '../../session/replay/replay.ts';
import { keyOf } from '../bindings/key-of.ts';
import { nextMatch } from '../files/next-match.ts';
import { matchesPattern, type Pattern } from '../logs/pattern.ts';
import { withinTimeBox } from '../logs/time-box.ts';
import type { Handler } from './handler.ts';
import type { KeyContext } from './key-context.ts';
import { inReplay, showPlace } from './replay.ts';
import { say, shown } from './say.ts';

/** Goes to the next place in the whole recording that matches; without a pattern, ends the search. */
export function searchRecording(
  context: KeyContext,
  session: ReplayStore,
  pattern: Pattern | undefined,
): void {
  context.ui.set({ stepPattern: pattern, stepTop: undefined });
  if (pattern !== undefined) goToPlace(context, session, pattern, 1);
}

/** To the next match in the recording, or the one before. */
export function jumpInRecording(by: 1 | -1): Handler {
  return inReplay((context, session) => {
    const { stepPattern } = context.ui.get();
    if (stepPattern === undefined)
      say(context, `Search with ${keyOf('search', context.ui.get().bindings, 'replay')} first.`);
    else goToPlace(context, session, stepPattern, by);
  });
}

function goToPlace(context: KeyContext, session: ReplayStore, pattern: Pattern, by: 1 | -1): void {
  const matches = (text: string): boolean => matchesPattern(pattern, text);
  const find = (): ReturnType<ReplayStore['search']> => session.search(matches, by);
  const place = withinTimeBox(pattern, find, () => undefined);
  if (place === undefined) {
    say(context, `\`${shown(pattern.source)}\` is not in this recording.`);
    return;
  }
  showPlace(context, place);
  // The step's newest row that matches is the one that has just been played.
  const row = place.log === undefined ? nextMatch(context.stepTexts(), pattern, -1, -1) : undefined;
  if (row === undefined) say(context, `${place.log ? `In the ${place.log}'s log: ` : ''}${place.text}`);
  else context.ui.set({ stepTop: row });
}
