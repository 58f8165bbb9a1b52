import { worksInReplay } from '../bindings/in-replay.ts';
import { keyLabel } from '../bindings/key-label.ts';
import { keyOf } from '../bindings/key-of.ts';
import { typedScopes } from '../bindings/typed-form.ts';
import { isOfTopView } from '../state/view-actions.ts';
import type { KeyContext } from './key-context.ts';
import { places } from './places.ts';
import { say, shown } from './say.ts';
import { topView } from './views.ts';

/** Says of a key without a meaning here where it has one, or where the keys are listed. */
export function tellUnknownKey(context: KeyContext, name: string): void {
  const { mode, bindings } = context.ui.get();
  const key = `\`${shown(keyLabel(name))}\``;
  if (mode.kind !== 'browse') {
    const text = `${key} does nothing here. The last row shows the keys that do.`;
    context.ui.set({ message: mode.kind === 'opening' ? { text, during: 'opening' } : text });
    return;
  }
  const back = keyOf('close-view', bindings);
  if (worksInTable(context, name)) {
    say(context, `${key} works in the table: ${back} goes back to it.`);
    return;
  }
  const { replaying } = context.ui.get();
  const inSession = context.ui.preferences.bindings.find(
    ({ id, keys, scope }) => keys.includes(name) && typedScopes.includes(scope) && !worksInReplay(id),
  );
  if (replaying && inSession !== undefined) {
    say(context, `A replay runs nothing: ${key} does nothing here.`);
    return;
  }
  const elsewhere = bindings.find(({ keys, scope }) => keys.includes(name) && places[scope] !== undefined);
  const place = elsewhere && places[elsewhere.scope];
  if (place === undefined)
    say(context, `${key} does nothing here. ${keyOf('help', bindings)} shows all keys.`);
  else say(context, `${key} works ${place}.`);
}

/** Whether the table below the text that is open has a meaning for the key. */
function worksInTable(context: KeyContext, name: string): boolean {
  const top = topView(context);
  if (top?.detail === undefined) return false;
  return context.ui.get().bindings.some(({ id, keys, scope }) => {
    if (!keys.includes(name) || (scope !== 'view' && scope !== top.view.keys)) return false;
    return isOfTopView(id, context.ui.get());
  });
}
