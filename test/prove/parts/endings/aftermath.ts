import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readRecords } from '../../../../source/journal/read-journal.ts';
import { modesAtRest } from '../../pieces/terminal-modes.ts';
import type { Expected } from './kinds.ts';
import type { Stage } from './stage.ts';

/** A cluster that was asked to stop is killed after six seconds; a busy machine needs a little longer. */
const goneWithinMs = 20_000;

/** Judges the aftermath of an ending; resolves with the time until everything had ended. */
export async function judge(stage: Stage, expected: Expected, withinMs = goneWithinMs): Promise<number> {
  const { codes, terminal, unlocked, clusterKilled } = expected;
  const began = performance.now();
  const turn = await stage.shell.turn(withinMs).catch(() => undefined);
  if (turn === undefined) stage.complain('the screen does not end');
  else if (!codes.includes(turn.code)) stage.complain(`exit code ${turn.code}, not ${codes.join(' or ')}`);
  const { left } = await stage.run.gone(withinMs);
  const tookMs = performance.now() - began;
  for (const each of left) stage.complain(`left: ${each}`);
  if (terminal) {
    if (turn?.sameSettings === false) stage.complain('the terminal has other settings');
    for (const mode of await modesAtRest(stage.screen)) stage.complain(`the terminal is left with ${mode}`);
  }
  if (unlocked) for (const file of filesLike(stage.home, /^journal\.lock$/)) stage.complain(`left: ${file}`);
  await stage.run.close();
  await resumes(stage);
  // The resumed session may have begun to start a cluster, which ends by itself once its parent is gone.
  const { left: after } = await stage.run.gone(withinMs);
  for (const each of after) stage.complain(`left by the resumed session: ${each}`);
  if (clusterKilled) startsAgain(stage);
  for (const file of [
    ...filesLike(stage.home, /draft|^lock$|^state\.json$|\.lock$/),
    ...filesLike(stage.temporary, /./),
  ])
    stage.complain(`left: ${file}`);
  return tookMs;
}

/** Each journal is read to its last whole record, and its session resumes exactly there. */
async function resumes(stage: Stage): Promise<void> {
  const sessions = join(stage.home, 'sessions');
  for (const id of existsSync(sessions) ? readdirSync(sessions) : []) {
    const path = join(sessions, id, 'journal.jsonl');
    if (!existsSync(path)) continue;
    const before = readFileSync(path);
    let end = 0;
    try {
      for await (const record of readRecords(path, { mayBeEmpty: true })) end = record.end;
    } catch (error) {
      stage.complain(`the journal cannot be read: ${(error as Error).message}`);
      continue;
    }
    stage.open('--messages', '300', '--session', id);
    try {
      await stage.screen.sees('q quit', 60_000);
    } catch {
      stage.complain(`the session does not resume: ${stage.screen.text().trim().slice(-200)}`);
    }
    stage.screen.type('q');
    try {
      const { code, sameSettings } = await stage.shell.turn(60_000);
      if (code !== 0 || !sameSettings) stage.complain(`resumed, the session leaves with ${code}`);
    } catch {
      const text = stage.screen.text().trim();
      // Tells a key that was lost from a screen that hangs.
      stage.screen.type('q');
      const leaves = await stage.shell.turn(10_000).then(
        () => 'with the second q',
        () => 'not even with the second q',
      );
      stage.complain(`resumed, the session leaves ${leaves}: ${text}`);
    }
    if (!readFileSync(path).subarray(0, end).equals(before.subarray(0, end)))
      stage.complain('the resumed session changed what was recorded');
  }
}

/** The remains of a killed cluster block no other one. */
function startsAgain(stage: Stage): void {
  for (const words of [['up', '--detach'], ['down']])
    try {
      execFileSync(process.execPath, [stage.cli, ...words, '--home', stage.home], {
        stdio: 'pipe',
        timeout: 30_000,
      });
    } catch (error) {
      stage.complain(`${words[0]} after the cluster was killed: ${(error as Error).message}`);
    }
}

/** Files below a directory whose name is like that, relative to it. */
function filesLike(directory: string, name: RegExp): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' }).filter((path) =>
    name.test(path.slice(path.lastIndexOf('/') + 1)),
  );
}
