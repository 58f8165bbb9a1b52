import type { Program, ProgramTable } from '../program.ts';
import { awk } from './awk.ts';
import { kill } from './kill.ts';
import { sort, tee, uniq } from './line-programs.ts';
import { sed } from './sed.ts';
import { sh } from './sh.ts';
import {
  date,
  echo,
  env,
  fail,
  hostname,
  ls,
  nc,
  pathPart,
  printenv,
  printf,
  resolveName,
  says,
  seq,
  sleep,
  succeed,
} from './simple-programs.ts';
import { test } from './test.ts';
import { cat, cut, grep, headOrTail, tr, wc } from './text-programs.ts';

/** Programs of every image with a userland; an image adds its own. */
export function basePrograms(own: Iterable<readonly [string, Program]>): ProgramTable {
  return new Map<string, Program>([
    ['sh', sh],
    ['bash', sh],
    ['echo', echo],
    ['printf', printf],
    ['hostname', hostname],
    ['env', env],
    ['printenv', printenv],
    ['true', succeed],
    ['false', fail],
    ['test', test],
    ['[', test],
    ['cat', cat],
    ['head', headOrTail],
    ['tail', headOrTail],
    ['wc', wc],
    ['grep', grep],
    ['cut', cut],
    ['tr', tr],
    ['sort', sort],
    ['uniq', uniq],
    ['tee', tee],
    ['sed', sed],
    ['awk', awk],
    ['kill', kill],
    ['seq', seq],
    ['ls', ls],
    ['sleep', sleep],
    ['date', date],
    ['basename', pathPart],
    ['dirname', pathPart],
    ['pwd', says('/home/appuser')],
    ['whoami', says('appuser')],
    ['id', says('uid=1000(appuser) gid=1000(appuser) groups=1000(appuser)')],
    ['nslookup', resolveName],
    ['getent', resolveName],
    ['nc', nc],
    ...own,
  ]);
}
