import type { Saying } from './server-sayings.ts';

/** What clients log before they end. The names of the libraries' own errors: kafkajs, sarama, librdkafka, Java. */
export const clientSayings: readonly Saying[] = [
  {
    pattern: /\b([A-Z][A-Z_]+) is `([^`]*)`; set it to (.*)/,
    hint: ([, name, value, wanted], { kind, name: of, file }) =>
      `${name} is \`${value}\` in ${kind} ${of} of ${file}: set it to ${wanted}.`,
  },
  {
    pattern: /\b([A-Z][A-Z_]+) is not set/,
    hint: ([, name], { kind, name: of, file }) =>
      `The variable ${name} is not set: add it under \`env\` of ${kind} ${of} in ${file}, and compare its spelling.`,
  },
  {
    pattern:
      /getaddrinfo \w+ ([\w.-]+)|lookup ([\w.-]+)[^\n]*no such host|Failed to resolve '([\w.-]+)|UnknownHostException: ([\w.-]+)/,
    hint: ([, a, b, c, d], { kind, name, file }) =>
      `The client cannot resolve the host \`${a ?? b ?? c ?? d}\`: compare KAFKA_BROKER of ${kind} ${name} in ${file}, and KAFKA_ADVERTISED_LISTENERS in kafka.yml, with the names of pods and Services.`,
  },
  {
    pattern: /(?:ECONNREFUSED|connection refused)/i,
    hint: (_, { kind, name, file }) =>
      `Nothing listens where the client connects: compare the port of KAFKA_BROKER of ${kind} ${name} in ${file} with KAFKA_ADVERTISED_LISTENERS in kafka.yml.`,
  },
  {
    pattern: /Cannot find module|exec format error|no such file or directory|permission denied/i,
    hint: (_, { kind, name, file }) =>
      `The program of the image cannot be started: compare \`image\` and \`command\` of ${kind} ${name} in ${file}, and run step 2.1 again.`,
  },
];
