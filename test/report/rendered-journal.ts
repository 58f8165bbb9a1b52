import { type ExportFormat, renderJournal } from '../../source/commands/transcript/render-journal.ts';

/** The whole transcript of a journal. */
export async function renderedJournal(path: string, format: ExportFormat): Promise<string> {
  let text = '';
  for await (const chunk of renderJournal(path, format)) text += chunk;
  return text;
}
