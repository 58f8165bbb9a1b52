import { keyOf } from '../bindings/key-of.ts';
import { nextMatch } from '../files/next-match.ts';
import type { Pattern } from '../logs/pattern.ts';
import { wholeLines } from '../steps/step-rows.tsx';
import type { Handler } from './handler.ts';
import type { KeyContext } from './key-context.ts';
import { onlyMatch, say, shown } from './say.ts';
import { tellsHidden } from './step.ts';

/** Goes to the first row of the selected step that matches, from its text on; without a pattern, back to its end. */
export function searchStep(context: KeyContext, pattern: Pattern | undefined): void {
  context.ui.set({ stepPattern: pattern, ...(pattern === undefined ? { stepTop: undefined } : {}) });
  if (pattern !== undefined && !tellsHidden(context)) goToMatch(context, pattern, 1, 0, false);
}

/** Goes to the next match in the selected step, or the one before. */
export function jumpInStep(by: 1 | -1): Handler {
  return (context) => {
    const { stepPattern, stepTop } = context.ui.get();
    if (tellsHidden(context)) return;
    if (stepPattern === undefined)
      say(context, `Search with ${keyOf('search', context.ui.get().bindings, 'step')} first.`);
    else goToMatch(context, stepPattern, by, (stepTop ?? -by) + by, true);
  };
}

function goToMatch(context: KeyContext, pattern: Pattern, by: 1 | -1, from: number, isJump: boolean): void {
  const row = nextMatch(context.stepTexts(), pattern, by, from);
  // Not held back at the end of the step: the next jump goes on from here.
  if (row !== undefined) {
    if (isJump && row === context.ui.get().stepTop) say(context, onlyMatch);
    else context.ui.set({ stepTop: row });
  } else {
    const where =
      wholeLines(context.ui.get()) === 'all' ? '' : '; w wraps long lines, whose ends are searched then';
    say(context, `\`${shown(pattern.source)}\` is not in this step${where}.`);
  }
}
