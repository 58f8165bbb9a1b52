import { afterEach, describe, expect, it } from 'vitest';
import { LabError } from '../../../source/errors/lab-error.ts';
import type { HandOver, TerminalProgram } from '../../../source/ui/state/terminal-programs.ts';
import { createHandOver } from '../../../source/ui/terminal/hand-over.ts';
import { type Driver, drive } from '../components/app-driver.tsx';
import { createFakeSession, type FakeSession } from '../fake-session.ts';
import { until } from '../until.ts';

let driver: Driver | undefined;
let session: FakeSession;
afterEach(() => driver?.close());

/** The app with a shell that ends when `exit` is called. */
function openApp(start?: () => Promise<TerminalProgram>): { app: Driver; exit: (code: number) => void } {
  let exit: (code: number) => void = () => {};
  const ended = new Promise<number>((resolve) => {
    exit = resolve;
  });
  const handOver: HandOver = createHandOver({ hold() {}, release() {} });
  session = createFakeSession();
  const shell = start ?? (async () => ({ ended, end() {} }));
  driver = drive(session, undefined, undefined, { handOver, programs: { shell, edit: shell } });
  return { app: driver, exit };
}

const saw = (text: string): Promise<void> =>
  until(
    () => session.asked.includes(text),
    () => session.asked.join(),
  );

describe('!', () => {
  it('opens the shell, and does not interpret what follows as a command of the lab', async () => {
    const { app, exit } = openApp();
    await app.press('!\r');
    await saw('shell opened');
    exit(0);
    await saw('shell closed');
    expect(session.asked).toEqual(['shell opened', 'shell closed']);
    await app.press('\r');
    await saw('run 0');
  });

  it('says why a shell could not be started, or failed at once', async () => {
    const refused = new LabError('machine-lacks', '`bin` is a link', { hint: 'move it away' });
    const { app } = openApp(() => Promise.reject(refused));
    await app.press('!');
    await app.sees('`bin` is a link: move it away');
    expect(session.asked).toEqual(['shell opened', 'shell closed']);
    driver?.close();
    const second = openApp();
    await second.app.press('!');
    await saw('shell opened');
    second.exit(1);
    await second.app.sees('The shell ended at once with exit code 1; SHELL names another one.');
  });

  it('says that a replay has none', async () => {
    session = createFakeSession();
    driver = drive(session);
    await driver.press('!');
    await driver.sees('A replay has no cluster to type commands for.');
    expect(session.asked).toEqual([]);
  });
});
