/*
 * The head of a client that floods its log; the lab's own client follows it in the same file. Beside what that client does and
 * writes, FLOOD lines a second go to standard output, as any program in a pod writes them.
 */
{
  const perSecond = Number(process.env.FLOOD);
  const role = process.env.ROLE;
  const startedAt = Date.now();
  let due = 0;
  let written = 0;
  setInterval(() => {
    // What a full pipe held up is not made up for: a second late is a second lost.
    const before = due;
    due = Math.floor(((Date.now() - startedAt) * perSecond) / 1000);
    const end = written + Math.min(perSecond, due - before);
    const time = new Date().toISOString().slice(0, 19).replaceAll('-', '/').replace('T', ' ');
    let lines = '';
    for (; written < end; written++)
      lines += `${time} flood: ${role} ${written}, partition ${written % 4}, offset ${written * 250}, value: 0.657358\n`;
    if (lines !== '') process.stdout.write(lines);
  }, 20).unref();
}
