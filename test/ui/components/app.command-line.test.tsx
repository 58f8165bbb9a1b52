import { afterEach, describe, expect, it } from 'vitest';
import { typedNames } from '../../../source/ui/bindings/typed-form.ts';
import { createFakeSession, type FakeSession } from '../fake-session.ts';
import { type Driver, drive } from './app-driver.tsx';

const enter = '\r';
const esc = '\u001b';
const tab = '\t';
const up = '\u001b[A';
const down = '\u001b[B';
const drivers: Driver[] = [];

function open(session: FakeSession = createFakeSession()): Driver {
  const driver = drive(session);
  drivers.push(driver);
  return driver;
}

afterEach(() => {
  for (const driver of drivers.splice(0)) driver.close();
});

/** The row with the command line. */
const footer = (app: Driver): string => app.rows().at(-1) ?? '';

describe('the command line', () => {
  it('runs a command by its name, even if it arrives in a single read', async () => {
    const session = createFakeSession();
    const app = open(session);
    await app.press(`:swap${enter}`);
    expect(session.asked).toEqual(['swap']);
    await app.press(':help');
    await app.sees(':help');
    await app.press(enter);
    await app.sees('Everywhere');
  });

  it('moves to a step by its number', async () => {
    const session = createFakeSession();
    const app = open(session);
    const last = session.snapshot().steps.at(-1)!.step.id;
    await app.press(`:${last}${enter}`);
    expect(session.asked).toEqual([`select ${session.snapshot().steps.length - 1}`]);
    await app.press(`:9.9${enter}`);
    await app.sees(`There is no step \`9.9\`: they go from 1.1 to ${last}.`);
  });

  it('reports an unknown command in one line, with the nearest name', async () => {
    const app = open();
    await app.press(`:sawp${enter}`);
    await app.sees('There is no command or view `:sawp`. Did you mean `:swap`?');
    await app.press(`:xyzzy-plugh${enter}`);
    await app.sees('There is no command or view `:xyzzy-plugh`. `:help` lists the commands.');
    await app.press(`:mono${enter}`);
    await app.sees('Did you mean `:theme mono`?');
    await app.press(`:swap twice${enter}`);
    await app.sees('`:swap` takes no argument, but got `twice`.');
    await app.press(`:constructor${enter}`);
    await app.sees('There is no command or view `:constructor`. `:help` lists the commands.');
  });

  it('ran a step when Enter followed an unknown command; now the line stays, and Tab corrects it', async () => {
    const session = createFakeSession();
    const app = open(session);
    await app.press(`:sawp${enter}`);
    await app.sees('There is no command or view');
    await app.press(enter);
    await app.sees('Did you mean `:swap`?');
    expect(session.asked).toEqual([]);
    await app.press(tab);
    await app.sees(':swap');
    await app.press(enter);
    expect(session.asked).toEqual(['swap']);
  });

  it('gave the keys typed while a view opened to the screen below', async () => {
    const session = createFakeSession();
    const views = { names: () => ['pods'], open: () => new Promise<undefined>(() => {}) };
    const app = drive(session, undefined, undefined, { views });
    drivers.push(app);
    await app.press(`:pods${enter}${enter}s`);
    await app.sees('`s` does nothing here');
    await app.sees(':pods …');
    expect(session.asked).toEqual([]);
    await app.press(esc);
    await app.seesNot(':pods …');
  });

  it('says where a command works that does not work here', async () => {
    const app = open();
    await app.press(`:pause${enter}`);
    await app.sees('`:pause` works in a log');
    await app.press(`:focus-consumer${enter}:pause${enter}`);
    await app.sees('PAUSED');
  });

  it('filters and limits the focused log, or both', async () => {
    const session = createFakeSession();
    session.logs.producer.add('old', { at: 0 });
    session.logs.producer.add('fresh', { at: Date.now() });
    session.logs.consumer.add('fresh too', { at: Date.now() });
    const app = open(session);
    await app.press(`:since 5m${enter}`);
    await app.seesNot(' old ');
    expect(app.screen().match(/last 5m/g)).toHaveLength(2);
    await app.press(`:focus-producer${enter}:since all${enter}:filter o.d$${enter}`);
    await app.sees('/o.d$/ 1 match');
    expect(app.screen().match(/last 5m/g)).toHaveLength(1);
    await app.press(`:filter ([${enter}`);
    await app.sees('`([`:');
    await app.press(`:since 5 minutes${enter}`);
    await app.sees('`:since 5 minutes`: give 90s, 5m, 1h, or all; at most 24h.');
  });

  it('completes names and arguments, and cycles through the remaining choices', async () => {
    const app = open();
    await app.press(`:th${tab}`);
    await app.sees(':theme ');
    expect(footer(app)).toContain('auto dark light high-contrast mono');
    await app.press(tab);
    await app.sees(':theme auto');
    await app.press(tab);
    await app.sees(':theme dark');
    await app.press(`${esc}`);
    await app.seesNot(':theme');
    await app.press(`:focus-s${tab}`);
    await app.sees(':focus-step');
    expect(footer(app)).toContain('focus-steps focus-step');
  });

  it('remembers the commands that were entered, including invalid ones', async () => {
    const session = createFakeSession();
    const app = open(session);
    await app.press(`:swap${enter}:sawp${enter}:`);
    await app.press(up);
    await app.sees(':sawp');
    await app.press(up);
    await app.sees(':swap');
    await app.press(down);
    await app.sees(':sawp');
  });

  it('is closed by escape, and by backspace when it is empty', async () => {
    const app = open();
    await app.press(':swa');
    await app.sees(':swa');
    await app.press(esc);
    await app.seesNot(':swa');
    await app.press(':s\u007f\u007f');
    await app.seesNot('⏎ do it');
  });

  it('runs nothing that is pasted, and limits its length', async () => {
    const session = createFakeSession();
    const app = open(session);
    await app.press(`:\u001b[200~swap\rquit\r${'x'.repeat(5_000)}\u001b[201~`);
    await app.sees(':swap quit');
    expect(session.asked).toEqual([]);
    expect(app.left).toEqual([]);
    await app.press('\u0003');
    expect(app.left).toEqual(['interrupt']);
  });

  it('quits with q, as in vim', async () => {
    const app = open();
    await app.press(`:q${enter}`);
    expect(app.left).toEqual(['key']);
  });

  it.each(typedNames)('supports %s', async (name) => {
    const app = open();
    await app.press(`:${name}${enter}`);
    await app.seesNot(`:${name}█`);
    expect(app.screen()).not.toContain('There is no command');
  });
});
