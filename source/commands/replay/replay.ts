import { LabError } from '../../errors/lab-error.ts';
import { safe } from '../../text/safe-text.ts';
import { type Options, sessionOf } from '../command-line/options.ts';
import { appVersion } from '../locations/app-version.ts';
import { complain } from '../output/streams.ts';
import { exitCodeOf, watchLeaving } from '../screen/leaving.ts';
import { preferencesOf } from '../screen/preferences.ts';
import { beginAt } from './begin-at.ts';

/** `kafka-lab replay [SESSION]`: plays a recorded session without a cluster. */
export async function replay(options: Options): Promise<number> {
  const session = sessionOf(options);
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new LabError('usage', 'a replay needs a terminal', {
      hint: 'kafka-lab export --format cast makes a recording that plays elsewhere',
    });
  const [{ showScreen }, { cutInWords, openReplay }] = await Promise.all([
    import('../../ui/screen.tsx'),
    import('./open-replay.ts'),
  ]);
  const { from } = options.flags as { from?: string };
  const { store, left } = await openReplay(options.home, session);
  if (left > 0) complain(safe`kafka-lab: ${cutInWords(left)}\n`);
  if (from !== undefined) beginAt(store, from);
  const preferences = await preferencesOf(options);
  const leaving = watchLeaving();
  store.play();
  try {
    leaving.hasScreen = true;
    await showScreen(store, {
      version: appVersion(),
      preferences,
      onQuit(reason) {
        leaving.code = exitCodeOf(reason);
      },
    });
  } finally {
    leaving.hasScreen = false;
    await store.actions.close();
    leaving.forget();
  }
  return leaving.code;
}
