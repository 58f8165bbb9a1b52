import { markVariable } from './environment-mark.ts';

/**
 * A small shell between terminal-shim and the program, for `sh -c`; its arguments are the program's mark and the words that start it. It has
 * the job control that Node lacks: the program gets a process group of its own and the terminal, so that ctrl-c and ctrl-z reach it and
 * nothing of ours, and the terminal is taken back however the program ends. There is no prompt to return to from a program that has stopped
 * itself, so it goes on at once. The program's pid, which is that of its group, is written to descriptor 3. The mark is the program's alone:
 * this shell outlives what carries it.
 *
 * `set -m` in the background stops the whole group (SIGTTIN), screen and cluster with it. So this shell first stops itself alone until its group
 * has the terminal, where Linux shows that; SIGCONT makes it look again.
 */
export const jobControl = `in_background() {
  read -r stat 2>/dev/null </proc/self/stat || return 1
  set -- \${stat##*)}
  [ "$6" -gt 0 ] && [ "$3" != "$6" ]
}
while in_background; do kill -STOP $$; done
set -m
trap : INT QUIT TERM HUP
mark=$1
shift
${markVariable}=$mark /bin/sh -c 'echo $$ >&3; exec "$@" 3>&-' sh "$@"
code=$?
while case $(kill -l $code 2>/dev/null) in TSTP|STOP|TTIN|TTOU) true ;; *) false ;; esac; do
  fg >/dev/null 2>&1
  code=$?
done
exit $code`;
