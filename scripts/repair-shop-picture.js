#!/usr/bin/env node
// Makes docs/repair-shop.svg from a real run: ticket 1 of the repair shop with a wrong tag, in a pty, and the screen read cell by cell.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { makeHome, openApp, removeHome } from './pictured-app.js';

const home = makeHome();
const app = openApp(['--home', home, '--lab', 'repair-shop'], { columns: 100, rows: 28 });

/** Runs the step that comes next. */
async function next(title) {
  app.type('\r');
  await app.until(title);
  await delay(300);
  app.type('\r');
}

try {
  await app.until(/0\.1 Open the shop/);
  await delay(300);
  app.type('\r');
  await app.until(/continues: 0\.2/);
  await next(/0\.2 Start Kafka {2}not run/);
  await app.until(/continues: 0\.3/);
  await next(/0\.3 Start a producer {2}not run/);
  await app.until(/continues: 1\.1/);
  await next(/1\.1 Does not start {2}not run/);
  await app.until(/your prediction {2}step 1\.1/);
  app.type('kk\r');
  await app.until(/"The consumer does not start/);
  app.type('\r');
  await app.until(/continues: 1\.2/);
  app.type('\r');
  await app.until(/Task: /);
  const [session] = readdirSync(join(home, 'sessions'));
  const file = join(home, 'sessions', session, 'work', 'ticket-1.yml');
  const text = readFileSync(file, 'utf8');
  writeFileSync(file, text.replace('image: ece573-prj05-clients', 'image: ece573-prj05-clients:v2'));
  await app.until(/ {3}0\/1 {5}(?:ErrImagePull|ImagePullBackOff)[\s\S]*waiting/);
  app.type('h');
  await app.until(/hint 1/);
  await delay(500);
  app.draw('repair-shop', 'Ticket 1 of the repair shop, with a wrong tag');
} finally {
  await app.close();
  removeHome(home);
}
