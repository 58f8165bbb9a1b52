#!/usr/bin/env node
// Makes docs/screen.svg from a real run: the app in a pty, driven by keys up to the swap.
import { setTimeout as delay } from 'node:timers/promises';
import { makeHome, openApp, removeHome } from './pictured-app.js';

const home = makeHome();
const app = openApp(['--home', home, '--messages', '5000'], { columns: 120, rows: 36 });
try {
  await app.until(/1\.1 Reset the cluster/);
  await delay(300);
  app.type('\u001b[B'.repeat(13));
  await app.until(/▸.? ?.? ?2\.5/);
  app.type('R');
  // What will happen? A wrong guess, which the counters then correct, and a right one.
  await app.until(/your prediction {2}step 2\.2/);
  app.type(`${'\u001b[A'.repeat(3)}\r`);
  await app.until(/✔ 2\.5 Count/);
  await delay(500);
  app.type('s');
  await app.until(/your prediction {2}step 3\.1/);
  app.type(`${'\u001b[B'.repeat(4)}\r`);
  await app.until(/received 100\.\d %/);
  await delay(500);
  app.draw('screen', 'kafka-lab after the swap to the consumer group');
} finally {
  await app.close();
  removeHome(home);
}
