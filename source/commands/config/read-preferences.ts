import { join } from 'node:path';
import { nearestName } from '../../text/nearest-name.ts';
import { sanitizeLine } from '../../text/sanitize.ts';
import { rebind } from '../../ui/bindings/rebind.ts';
import type { Preferences } from '../../ui/state/preferences.ts';
import { isThemeName, type ThemeName, themeNames, wantsColour } from '../../ui/theme/themes.ts';
import { type Config, configFile, describeConfigTrouble, readConfig } from './read-config.ts';
import { rememberTheme } from './remember-theme.ts';

export interface PreferenceSources {
  readonly home: string;
  /** `--theme`, checked already. */
  readonly theme: string | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/**
 * The user's choices: the theme from the flag, `KAFKA_LAB_THEME` or config.json, in that order; the keys from config.json. A value that
 * cannot be used becomes a problem of one line; the rest applies.
 */
export function readPreferences({ home, theme, env }: PreferenceSources): Preferences {
  const path = join(home, configFile);
  const config = readConfig(path);
  const { bindings, troubles } = rebind(config.keys);
  const lines = config.troubles.map(({ line, text }) => describeConfigTrouble(line, text));
  const fromEnv = env.KAFKA_LAB_THEME === '' ? undefined : env.KAFKA_LAB_THEME;
  if (fromEnv !== undefined && !isThemeName(fromEnv))
    lines.push(`KAFKA_LAB_THEME: ${noTheme(sanitizeLine(fromEnv, 64))}.`);
  if (config.theme !== undefined && !isThemeName(config.theme))
    lines.push(describeConfigTrouble(config.lineOf('theme'), noTheme(config.theme)));
  lines.push(
    ...troubles.map(({ command, text }) => describeConfigTrouble(config.lineOf(command, 'keys'), text)),
  );
  return {
    bindings,
    theme: firstTheme(theme, fromEnv, config),
    colourless: wantsColour(env) ? undefined : whyColourless(env),
    troubles: lines,
    rememberTheme: (name) => rememberTheme(path, name),
  };
}

function noTheme(name: string): string {
  const near = nearestName(name, themeNames);
  return `there is no theme \`${name}\`${near === undefined ? '' : `; the closest is \`${near}\``}`;
}

function firstTheme(flag: string | undefined, env: string | undefined, config: Config): ThemeName {
  return (
    ([flag, env, config.theme].find((name) => name !== undefined && isThemeName(name)) as ThemeName) ?? 'auto'
  );
}

function whyColourless(env: PreferenceSources['env']): string {
  const why = env.NO_COLOR ? 'NO_COLOR is set' : env.TERM === 'dumb' ? 'TERM is dumb' : 'FORCE_COLOR is 0';
  return `There are no colours because ${why}.`;
}
