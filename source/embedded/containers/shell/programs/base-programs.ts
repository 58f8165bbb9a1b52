import type { Program, ProgramTable } from '../program.ts';
import { gunzip, gzip, zcat } from './archives/gzip.ts';
import { tar } from './archives/tar.ts';
import { awk } from './awk/awk.ts';
import { chgrp, chmod, chown } from './files/attributes.ts';
import { mkdir, rm, rmdir, touch, unlink } from './files/changing.ts';
import { cp, mv } from './files/copying.ts';
import { df, du } from './files/disk-usage.ts';
import { find } from './files/find.ts';
import { ln, readlink, realpath } from './files/linking.ts';
import { ls } from './files/ls.ts';
import { dd, mktemp, truncate } from './files/making.ts';
import { stat } from './files/stat.ts';
import { curl } from './network/curl.ts';
import { getent, nslookup } from './network/names.ts';
import { nc } from './network/nc.ts';
import { sh } from './sh.ts';
import {
  absent,
  arch,
  fail,
  free,
  getconf,
  groups,
  hostname,
  id,
  nproc,
  succeed,
  tty,
  uname,
  uptime,
  which,
  whoami,
} from './system/about.ts';
import { date } from './system/date.ts';
import { expr } from './system/expr.ts';
import { kill } from './system/kill.ts';
import { pgrep, pidof, pkill } from './system/pgrep.ts';
import { printf } from './system/printf.ts';
import { basename, dirname, echo, seq } from './system/printing.ts';
import { ps } from './system/ps.ts';
import { env, nice, nohup, printenv, setsid, sleep, timeout, xargs } from './system/running.ts';
import { stty } from './system/stty.ts';
import { test } from './system/test.ts';
import { top } from './system/top.ts';
import { base64, checksum, cmp, hexdump, od, strings } from './text/bytes.ts';
import { cat } from './text/cat.ts';
import { comm } from './text/comm.ts';
import { cut, fold, nl, paste, rev, tr, wc } from './text/cutting.ts';
import { diff } from './text/diff.ts';
import { grep } from './text/grep.ts';
import { head, tail } from './text/head-tail.ts';
import { join } from './text/join.ts';
import { split, tee, yes } from './text/passing.ts';
import { sed } from './text/sed.ts';
import { shuf } from './text/shuffling.ts';
import { sort } from './text/sort.ts';
import { tac } from './text/tac.ts';
import { uniq } from './text/uniq.ts';

/** Programs that images often have and the embedded ones do not: they say so instead of not being found. */
const missing = 'openssl wget python3 ping rpm microdnf factor tsort numfmt pr csplit fmt'.split(' ');

const programs: Readonly<Record<string, Program>> = {
  sh,
  bash: sh,
  echo,
  printf,
  hostname,
  env,
  printenv,
  true: succeed,
  false: fail,
  test,
  '[': test,
  cat,
  head,
  tail,
  wc,
  grep,
  egrep: grep,
  fgrep: grep,
  cut,
  tr,
  sort,
  uniq,
  tee,
  sed,
  awk,
  gawk: awk,
  kill,
  seq,
  ls,
  dir: ls,
  sleep,
  date,
  basename,
  dirname,
  whoami,
  stty,
  top,
  join,
  shuf,
  tar,
  gzip,
  gunzip,
  zcat,
  id,
  groups,
  nslookup,
  getent,
  nc,
  ncat: nc,
  curl,
  ps,
  pgrep,
  pkill,
  pidof,
  find,
  xargs,
  stat,
  du,
  df,
  touch,
  mkdir,
  rmdir,
  rm,
  unlink,
  cp,
  mv,
  ln,
  readlink,
  realpath,
  chmod,
  chown,
  chgrp,
  mktemp,
  truncate,
  dd,
  nl,
  rev,
  fold,
  paste,
  tac,
  comm,
  cmp,
  diff,
  split,
  yes,
  od,
  hexdump,
  strings,
  base64,
  timeout,
  nice,
  nohup,
  setsid,
  uname,
  arch,
  tty,
  nproc,
  free,
  uptime,
  getconf,
  which,
  expr,
  md5sum: checksum('md5'),
  sha1sum: checksum('sha1'),
  sha256sum: checksum('sha256'),
  sha512sum: checksum('sha512'),
};

/** Programs of every image with a userland; an image adds its own. */
export function basePrograms(own: Iterable<readonly [string, Program]>): ProgramTable {
  return new Map<string, Program>([
    ...missing.map((name): [string, Program] => [name, absent]),
    ...Object.entries(programs),
    ...own,
  ]);
}
