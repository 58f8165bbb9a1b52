import type { Outcome } from '../../ui/views/view.ts';
import { findProduced, partitionEnds } from './find-produced.ts';
import type { KafkaContext } from './kafka-context.ts';

/** Asks for a key and a value, and publishes them as one message with the console producer. */
export function askToProduce(context: KafkaContext, topic: string, after: () => void): Outcome {
  return {
    kind: 'type',
    prompt: `key of a message for ${topic} (may be empty)`,
    text: '',
    accept: (key) => ({
      kind: 'type',
      prompt: key === '' ? 'value, without a key' : `value, with key ${key}`,
      text: '',
      accept: (value) => produce(context, topic, { key, value }, after),
    }),
  };
}

async function produce(
  { browser, commands, typed }: KafkaContext,
  topic: string,
  { key, value }: { readonly key: string; readonly value: string },
  after: () => void,
): Promise<Outcome> {
  const before = await partitionEnds(browser, topic);
  const { exitCode, output } = await typed(commands.produce(topic, key, value));
  after();
  const said = output.trim().split('\n').at(-1) ?? '';
  // The producer exits with 0 where it could not send.
  if (exitCode !== 0 || /\bERROR\b|Exception/.test(output))
    return { kind: 'message', text: said === '' ? `The producer ended with exit code ${exitCode}.` : said };
  const at = before && (await findProduced(browser, topic, before, { key, value }));
  const where = at === undefined ? '' : `: partition ${at.partition}, offset ${at.offset}`;
  return { kind: 'message', text: `One message was sent to ${topic}${where}.` };
}
