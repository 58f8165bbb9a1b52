import { afterEach, describe, expect, it } from 'vitest';
import { bindings, type CommandId } from '../../../source/ui/bindings/bindings.ts';
import { rebind } from '../../../source/ui/bindings/rebind.ts';
import { type Handler, inScope } from '../../../source/ui/commands/handler.ts';
import { handlers } from '../../../source/ui/commands/handlers.ts';
import { defaultPreferences } from '../../../source/ui/state/preferences.ts';
import { type Driver, drive } from '../components/app-driver.tsx';
import { createFakeSession } from '../fake-session.ts';

const drivers: Driver[] = [];

afterEach(() => {
  for (const driver of drivers.splice(0)) driver.close();
});

/** The app, with a user's own keys. */
function openWith(keys: Record<string, readonly string[]>): Driver {
  const { bindings: own, troubles } = rebind(new Map(Object.entries(keys)));
  expect(troubles).toEqual([]);
  const driver = drive(createFakeSession(), undefined, { ...defaultPreferences, bindings: own });
  drivers.push(driver);
  return driver;
}

describe('the handlers', () => {
  it('are the same as in the table, no more and no fewer', () => {
    expect(Object.keys(handlers).sort()).toEqual([...new Set(bindings.map(({ id }) => id))].sort());
  });

  // The compiler is the test: without its error, `npm run check` fails.
  it('do not compile if one is missing', () => {
    const { swap: _swap, ...rest } = handlers;
    // @ts-expect-error `swap` has no handler
    const incomplete: Readonly<Record<CommandId, Handler>> = rest;
    // @ts-expect-error `wrap` has none for the logs
    const oneScope = inScope<'wrap'>({ step: handlers.wrap });
    expect([incomplete, oneScope]).toHaveLength(2);
  });

  it('of a command with an argument print its usage when a key runs it, which ended the program', async () => {
    const app = openWith({ theme: ['Y'], since: ['S'], 'go-to': ['I'] });
    await app.press('Y');
    await app.sees('The theme is auto. There are auto, dark, light');
    await app.press('S');
    await app.sees('give 90s, 5m, 1h, or all; at most 24h.');
    await app.press('I');
    await app.sees('There is no step ``: they go from 1.1 to ');
  });

  it('of a log act only on the focused log, those of the step on the step', async () => {
    const app = openWith({});
    await app.press('3w');
    expect(app.ui.get()).toMatchObject({
      stepWrap: false,
      logs: { producer: { wrap: true }, consumer: { wrap: false } },
    });
    await app.press('2w');
    expect(app.ui.get()).toMatchObject({ stepWrap: true, logs: { producer: { wrap: true } } });
  });
});
