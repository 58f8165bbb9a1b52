import { join } from 'node:path';
import { LabError } from '../../errors/lab-error.ts';
import type { Authorship } from '../../report/document/front-matter.ts';
import { safe } from '../../text/safe-text.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import { configFile, longestPerson, readConfig } from '../config/read-config.ts';
import { rememberSettings } from '../config/remember-settings.ts';
import { reportConfigTroubles } from '../config/report-config-troubles.ts';
import { complain } from '../output/streams.ts';

export interface AuthorshipSources {
  readonly home: string;
  /** `--author`, `--course` and `--date`: for this report alone. */
  readonly author: string | undefined;
  readonly course: string | undefined;
  readonly date: string | undefined;
  /** Whom the journal names. */
  readonly recorded: string | undefined;
  /** Asks a person; undefined where there is none. It resolves with undefined if they leave without an answer. */
  readonly ask: ((question: string) => Promise<string | undefined>) | undefined;
}

/**
 * Who the report is by, and for which course: from the flags, the journal and config.json. A person is asked once for what is in none of
 * them; config.json keeps the answer, an empty one as well. The date is never asked: without `--date`, it is the session's.
 * @throws LabError `usage`: a flag's value is too long, or the date is none
 */
export async function readAuthorship(sources: AuthorshipSources): Promise<Authorship> {
  const { home, recorded, ask } = sources;
  const date = dayOf(sources.date);
  const path = join(home, configFile);
  const config = readConfig(path);
  reportConfigTroubles(config);
  const learned: Record<string, string> = {};
  const find = async (
    setting: 'name' | 'course',
    known: string | undefined,
    question: string,
  ): Promise<string | undefined> => {
    const found = known ?? config[setting];
    if (found !== undefined) return found === '' ? undefined : found;
    const wasAsked = config.parsed !== undefined && setting in config.parsed;
    const answer = wasAsked ? undefined : await ask?.(question);
    if (answer === undefined) return undefined;
    learned[setting] = sanitizeLine(answer.trim().slice(0, longestPerson));
    return learned[setting] || undefined;
  };
  const authorship = {
    date,
    author: await find(
      'name',
      given('author', sources.author) ?? recorded,
      'Your name on the report (empty: none): ',
    ),
    course: await find('course', given('course', sources.course), 'The course (empty: none): '),
  };
  const trouble = Object.keys(learned).length === 0 ? undefined : rememberSettings(path, learned);
  if (trouble !== undefined) complain(safe`kafka-lab: your answers are not kept: ${trouble}\n`);
  return authorship;
}

function given(flag: 'author' | 'course', text: string | undefined): string | undefined {
  if (text === undefined || text.length <= longestPerson) return text && sanitizeLine(text);
  throw new LabError('usage', `--${flag} has ${text.length} characters`, {
    hint: `give at most ${longestPerson}`,
  });
}

/** A day of the calendar, as `2026-11-30`. */
function dayOf(date: string | undefined): string | undefined {
  if (date === undefined) return undefined;
  const time = /^\d{4}-\d{2}-\d{2}$/.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  // Some engines take the 31st of June for the first of July.
  if (!Number.isNaN(time) && new Date(time).toISOString().startsWith(date)) return date;
  throw new LabError('usage', `--date is \`${sanitizeLine(date, 64)}\``, {
    hint: 'give a day as year, month and day, such as `2026-11-30`',
  });
}
