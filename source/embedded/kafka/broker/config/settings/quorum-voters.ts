import { ConfigException, JavaException } from './java-exception.ts';
import { parseInteger, split } from './java-text.ts';

/** The node ids in `controller.quorum.voters`, `ID@HOST:PORT` each. Throws as RaftConfig.parseVoterConnections does. */
export function readVoterIds(entries: readonly string[]): number[] {
  const ids = entries.map((entry) => {
    const [id, address, ...rest] = split(entry, '@');
    if (id === undefined || address === undefined || rest.length > 0)
      throw new ConfigException(
        'Invalid configuration value for controller.quorum.voters. Each entry should be in the form `{id}@{host}:{port}`.',
      );
    const voter = parseInteger(id, 32);
    if (voter === undefined) throw new ConfigException(`Failed to parse voter ID as an integer from ${id}`);
    const port = /^.*?\[?[0-9a-zA-Z\-%._:]*\]?:([0-9]+)$/.exec(address)?.[1];
    if (port === undefined)
      throw new ConfigException(
        `Failed to parse host name from entry ${entry} for the configuration controller.quorum.voters. ` +
          'Each entry should be in the form `{id}@{host}:{port}`.',
      );
    if (parseInteger(port, 32) === undefined)
      throw new JavaException('java.lang.NumberFormatException', `For input string: "${port}"`);
    if (Number(port) > 65_535)
      throw new JavaException('java.lang.IllegalArgumentException', `port out of range:${Number(port)}`);
    return Number(voter);
  });
  return [...new Set(ids)].sort((one, other) => one - other);
}
