import { LabError } from '../../errors/lab-error.ts';
import type { LabSource } from '../../lab/format/lab-source.ts';
import type { LabData } from '../../lab/model/lab-data.ts';
import type { Lab, LabFacts } from '../../lab/model/step.ts';
import { assembleLab, hasExpressionChecks } from '../../lab/rendering/assemble-lab.ts';
import { stockLab } from './stock-lab.ts';

/** The lab that runs without `--lab`. */
export const stockLabId = 'kafka-on-kubernetes';

/**
 * A lab for these facts: the stock one, or that of a folder. Nothing is loaded for the stock lab of the bundled manifests.
 * @throws LabError `lab`: a text of the lab has no value for these facts
 */
export async function labFor(facts: LabFacts, source?: LabSource): Promise<Lab> {
  const stock = source === undefined ? stockLab() : undefined;
  if (stock !== undefined && JSON.stringify(facts) === JSON.stringify(stock.facts))
    return assembleLab(stock.data, facts);
  return assemble(await renderFor(facts, source ?? (await shippedLab(stockLabId))), facts);
}

/** A lab of its data, with what judges its expressions if it has any. */
export async function assemble(data: LabData, facts: LabFacts): Promise<Lab> {
  if (!hasExpressionChecks(data)) return assembleLab(data, facts);
  const { judgeExpression } = await import('../../lab/expressions/judge-expression.ts');
  return assembleLab(data, facts, judgeExpression);
}

/** @throws LabError `lab` */
export async function renderFor(facts: LabFacts, source: LabSource): Promise<LabData> {
  const [{ renderLab }, { RenderError }] = await Promise.all([
    import('../../lab/rendering/render-lab.ts'),
    import('../../lab/rendering/renderer.ts'),
  ]);
  try {
    return renderLab(source, facts);
  } catch (error) {
    if (!(error instanceof RenderError)) throw error;
    const place = error.path.map((each) => (typeof each === 'number' ? each + 1 : each)).join(' ');
    throw new LabError('lab', `${error.file}, ${place || 'text'}: ${error.message}`, {
      hint: `the lab \`${source.manifest.id}\` does not fit these manifests`,
      cause: error,
    });
  }
}

/** A lab that ships. @throws LabError `usage`: there is none of this name */
export async function shippedLab(id: string): Promise<LabSource> {
  const { shippedLabs } = await import('./shipped-labs.ts');
  const labs = shippedLabs();
  const lab = labs.find(({ manifest }) => manifest.id === id);
  if (lab !== undefined) return lab;
  const { nearestName } = await import('../../text/nearest-name.ts');
  const ids = labs.map(({ manifest }) => manifest.id);
  const near = nearestName(id, ids);
  throw new LabError('usage', `there is no lab \`${id}\``, {
    hint:
      near === undefined
        ? `\`kafka-lab labs\` lists them; a folder is written \`./${id}\``
        : `did you mean \`${near}\`?`,
  });
}
