#!/usr/bin/env node
// Makes docs/NAME.svg of a lab that ships: runs it without a screen, then replays the run on one, and draws STEP.
// node scripts/lab-picture.js NAME STEP [HOME]; HOME has the run already.
import { spawnSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { env, makeHome, openApp, program, removeHome } from './pictured-app.js';

const [name, step, known] = process.argv.slice(2);
if (name === undefined || step === undefined) throw new Error('usage: lab-picture.js NAME STEP [HOME]');
const home = known ?? makeHome();
if (known === undefined) {
  const run = spawnSync(process.execPath, [program, 'run', '--home', home, '--lab', name], {
    stdio: 'inherit',
    env,
  });
  if (run.status !== 0) throw new Error(`the run ended with ${run.status}`);
}
const app = openApp(['replay', '--home', home], { columns: 120, rows: 36 });
try {
  await app.until(/Steps/);
  await delay(500);
  app.type('++++++++');
  // The last step has been played once every step has its mark.
  await app.until(/Steps {2}(\d+)\/\1 done/, 300_000);
  await delay(1_000);
  app.type(`:${step}\r`);
  await app.until(new RegExp(`▸. ${step.replaceAll('.', '\\.')} `));
  await delay(500);
  app.draw(name, `kafka-lab with the lab ${name}`);
} finally {
  await app.close();
  if (known === undefined) removeHome(home);
}
