/** What `time` prints: the commands run in the cluster's process, whose CPU time is not told apart. */
export function shownTime(ms: number): string {
  const show = (value: number): string =>
    `${Math.floor(value / 60_000)}m${((value % 60_000) / 1000).toFixed(3)}s`;
  return `\nreal\t${show(ms)}\nuser\t${show(0)}\nsys\t${show(0)}\n`;
}
