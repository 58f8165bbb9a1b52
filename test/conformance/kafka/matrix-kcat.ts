import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { expect } from 'vitest';
import { has, runTool } from '../tools.ts';
import { eventually, type Row, thousand } from './matrix-row.ts';

const kcat = async (bootstrap: string, args: readonly string[], input?: string): Promise<string> => {
  const { code, stdout, stderr } = await runTool(
    'kcat',
    ['-b', bootstrap, ...args],
    input === undefined ? {} : { input },
  );
  expect(code, stderr).toBe(0);
  return stdout;
};
const lines = (text: string) => text.split('\n').slice(0, -1);

export const kcatRow: Row = {
  tool: 'kcat (librdkafka)',
  tier: 'must',
  absent: has('kcat') ? undefined : 'kcat is not on PATH',
  cells: {
    metadata: async ({ bootstrap }, topic) => {
      const { brokers, topics } = JSON.parse(await kcat(bootstrap, ['-L', '-J', '-t', topic]));
      expect(brokers).toHaveLength(3);
      expect(topics[0].partitions.map((partition: { isrs: unknown[] }) => partition.isrs.length)).toEqual([
        3, 3, 3, 3,
      ]);
    },
    'produce 1,000': async ({ bootstrap }, topic) => {
      await kcat(bootstrap, ['-P', '-t', topic], thousand.join('\n'));
    },
    'consume 1,000': async ({ bootstrap }, topic) => {
      const received = lines(await kcat(bootstrap, ['-C', '-t', topic, '-o', 'beginning', '-e', '-q']));
      expect(received.sort()).toEqual([...thousand].sort());
    },
    codecs: async ({ bootstrap }, topic) => {
      const text = 'x'.repeat(2_000);
      for (const codec of ['gzip', 'snappy', 'lz4', 'zstd'])
        await kcat(bootstrap, ['-P', '-t', `${topic}-${codec}`, '-z', codec], `${codec} ${text}\n`);
      for (const codec of ['gzip', 'snappy', 'lz4', 'zstd'])
        expect(await kcat(bootstrap, ['-C', '-t', `${topic}-${codec}`, '-e', '-q', '-o', 'beginning'])).toBe(
          `${codec} ${text}\n`,
        );
    },
    'keys and headers': async ({ bootstrap }, topic) => {
      const own = `${topic}-keys`;
      await kcat(bootstrap, ['-P', '-t', own, '-K', ':', '-H', 'a=1', '-H', 'b=2'], 'key:value\n');
      const received = await kcat(bootstrap, ['-C', '-t', own, '-e', '-q', '-f', '%k %s %h\n']);
      expect(received).toBe('key value a=1,b=2\n');
    },
    'group rebalance': async ({ bootstrap }, topic) => {
      const args = ['-b', bootstrap, '-G', `${topic}-group`, '-X', 'auto.offset.reset=earliest', '-u'];
      const members = [1, 2].map(() => spawn('kcat', [...args, '-f', '%p/%o\n', topic]));
      const received = new Set<string>();
      const log = members.map((member) => {
        const seen = { text: '' };
        createInterface({ input: member.stdout }).on('line', (line) => received.add(line));
        member.stderr.on('data', (chunk: Buffer) => {
          seen.text += chunk.toString();
        });
        return seen;
      });
      try {
        await eventually(async () => expect(received.size).toBeGreaterThanOrEqual(1_000), 30_000);
        await eventually(async () => {
          const held = log.map(({ text }) =>
            text
              .split('assigned: ')
              .at(-1)!
              .split('\n')[0]!
              .match(/\[\d\]/g),
          );
          expect(held.flat().sort()).toEqual(['[0]', '[1]', '[2]', '[3]']);
          expect(held[0]).toHaveLength(2);
        });
      } finally {
        for (const member of members) {
          if (member.exitCode !== null) continue;
          member.kill('SIGTERM');
          await once(member, 'exit');
        }
      }
    },
    'committed offsets': async ({ bootstrap }, topic) => {
      const { code, stdout } = await runTool('timeout', [
        '8',
        'kcat',
        '-b',
        bootstrap,
        '-G',
        `${topic}-group`,
        '-X',
        'auto.offset.reset=earliest',
        '-q',
        topic,
      ]);
      expect([code, stdout]).toEqual([124, '']);
    },
    idempotence: async ({ bootstrap }, topic) => {
      const own = `${topic}-idempotent`;
      await kcat(bootstrap, ['-P', '-t', own, '-X', 'enable.idempotence=true'], thousand.join('\n'));
      const received = lines(await kcat(bootstrap, ['-C', '-t', own, '-o', 'beginning', '-e', '-q']));
      expect(received.sort()).toEqual([...thousand].sort());
    },
    timestamps: async ({ bootstrap }, topic) => {
      const own = `${topic}-times`;
      await kcat(bootstrap, ['-P', '-t', own, '-p', '0'], 'one\ntwo\n');
      expect(await kcat(bootstrap, ['-Q', '-t', `${own}:0:1`])).toBe(`${own} [0] offset 0\n`);
      const later = Date.now() + 60_000;
      expect(await kcat(bootstrap, ['-Q', '-t', `${own}:0:${later}`])).toBe(`${own} [0] offset -1\n`);
    },
    'large message': async ({ bootstrap }, topic) => {
      const own = `${topic}-large`;
      await kcat(bootstrap, ['-P', '-t', own], `${'x'.repeat(990_000)}\n`);
      expect(await kcat(bootstrap, ['-C', '-t', own, '-e', '-q', '-f', '%S\n'])).toBe('990000\n');
      const args = ['-b', bootstrap, '-P', '-t', own, '-X', 'message.max.bytes=3000000'];
      const { code, stderr } = await runTool('kcat', args, { input: `${'x'.repeat(2_000_000)}\n` });
      expect(code).toBe(1);
      expect(stderr).toContain('Broker: Message size too large');
    },
    'unknown topic': async ({ bootstrap }) => {
      const args = [
        '-b',
        bootstrap,
        '-C',
        '-t',
        'no-such-topic',
        '-e',
        '-X',
        'allow.auto.create.topics=false',
      ];
      const { code, stderr } = await runTool('kcat', args);
      expect(code).toBe(1);
      expect(stderr).toContain('Broker: Unknown topic or partition');
    },
  },
};
