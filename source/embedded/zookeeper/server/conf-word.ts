import { membershipText } from '../quorum/ensemble-config.ts';
import { sizesOnDisk } from './directory-sizes.ts';
import type { ServerSettings } from './server-settings.ts';

/** `conf`: the configuration as ZooKeeper prints it. */
export function confText(settings: ServerSettings, isQuorum: boolean): string {
  const { clientPort, tickTime, maxClientConnections, sessionTimeouts, ensemble } = settings;
  const { dataDirectory = '', shownDirectories = { data: dataDirectory, log: dataDirectory } } = settings;
  const sizes = sizesOnDisk(settings);
  const lines = [
    `clientPort=${clientPort}`,
    'secureClientPort=-1',
    `dataDir=${shownDirectories.data}/version-2`,
    `dataDirSize=${sizes.dataDir}`,
    `dataLogDir=${shownDirectories.log}/version-2`,
    `dataLogSize=${sizes.logDir}`,
    `tickTime=${tickTime}`,
    `maxClientCnxns=${maxClientConnections}`,
    `minSessionTimeout=${sessionTimeouts.least}`,
    `maxSessionTimeout=${sessionTimeouts.most}`,
    'clientPortListenBacklog=-1',
    `serverId=${ensemble?.myId ?? 0}`,
    '',
  ];
  const me = ensemble?.members.find(({ id }) => id === ensemble.myId);
  if (!isQuorum || ensemble === undefined || me === undefined) return lines.join('\n');
  return [
    ...lines.slice(0, -1),
    `initLimit=${ensemble.initLimit}`,
    `syncLimit=${ensemble.syncLimit}`,
    'electionAlg=3',
    `electionPort=${me.electionPort}`,
    `quorumPort=${me.quorumPort}`,
    `peerType=${me.role === 'observer' ? 1 : 0}`,
    'membership: ',
    membershipText(ensemble.members),
  ].join('\n');
}
