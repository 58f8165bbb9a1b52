/** Asks a question on the terminal; undefined: the person left without an answer. No function where there is no terminal to ask on. */
export function askOnTerminal(): ((question: string) => Promise<string | undefined>) | undefined {
  if (!process.stdin.isTTY || !process.stderr.isTTY) return undefined;
  return async (question) => {
    const { createInterface } = await import('node:readline');
    return new Promise((resolve) => {
      const lines = createInterface({ input: process.stdin, output: process.stderr });
      lines.once('close', () => resolve(undefined));
      lines.once('SIGINT', () => lines.close());
      lines.question(question, (answer) => {
        resolve(answer);
        lines.close();
      });
    });
  };
}
