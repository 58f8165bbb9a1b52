import { exitCodes } from '../../errors/lab-error.ts';
import type { LabSource } from '../../lab/format/lab-source.ts';
import { kafkaFacts } from '../../lab/model/facts.ts';
import { safe } from '../../text/safe-text.ts';
import { print } from '../output/streams.ts';
import { renderFor, stockLabId } from './lab-for.ts';
import { shippedLabs } from './shipped-labs.ts';

/** `kafka-lab labs`: the labs that ship, with what each is about; first the one that runs where none is named. */
export async function labs(): Promise<number> {
  const isStock = ({ manifest }: LabSource): boolean => manifest.id === stockLabId;
  for (const source of shippedLabs().toSorted((a, b) => Number(isStock(b)) - Number(isStock(a)))) {
    const { id, title, promise, steps } = await renderFor(kafkaFacts, source);
    const checks = steps.reduce((sum, step) => sum + step.checks.length, 0);
    print(safe`${id}  ${title}: ${String(steps.length)} steps, ${String(checks)} checks\n  ${promise}\n`);
  }
  print(safe`\nkafka-lab --lab NAME runs one of them, kafka-lab --lab DIR that of a folder.\n`);
  return exitCodes.passed;
}
