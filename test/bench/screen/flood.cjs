/*
 * The head of a client that floods its log, followed by the lab's own client in the same file. Besides that client's output, FLOOD lines
 * a second go to standard output.
 */
{
  const perSecond = Number(process.env.FLOOD);
  const role = process.env.ROLE;
  const startedAt = Date.now();
  let due = 0;
  let written = 0;
  setInterval(() => {
    // Lines that a full pipe delayed are not made up for.
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
