import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  findResource,
  type Resource,
  resources,
} from '../../../../source/embedded/kubernetes/objects/resources.ts';
import { StatusError } from '../../../../source/embedded/kubernetes/objects/status-error.ts';
import { decode } from '../../../../source/embedded/kubernetes/schema/decode.ts';
import { applyDefaults } from '../../../../source/embedded/kubernetes/schema/defaults.ts';
import { validate } from '../../../../source/embedded/kubernetes/validation/validate.ts';
import type { KubeObject } from '../../../../source/kubernetes-types/kube-object.ts';
import { canonicalQuantity, quantityValue } from '../../../../source/kubernetes-values/quantity.ts';

describe('quantities', () => {
  it('have one canonical form', () => {
    const examples: Record<string, string> = {
      '1': '1',
      '0.5': '500m',
      '500m': '500m',
      '1000m': '1',
      '1024Mi': '1Gi',
      '10Gi': '10Gi',
      '1500Mi': '1500Mi',
      '1e3': '1e3',
      '2000': '2k',
      '0': '0',
      '.5Gi': '512Mi',
    };
    for (const [text, canonical] of Object.entries(examples)) expect(canonicalQuantity(text)).toBe(canonical);
    for (const text of ['', 'x', '1 Gi', '--1', '1GiB', `${'9'.repeat(100)}`])
      expect(canonicalQuantity(text)).toBeUndefined();
    expect(quantityValue('1.5Gi')).toBe(1.5 * 1024 ** 3);
  });

  it('keep their value, and normalise in one step', () => {
    const suffix = fc.constantFrom('', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi');
    fc.assert(
      fc.property(fc.nat(1_000_000), suffix, (number, unit) => {
        const canonical = canonicalQuantity(`${number}${unit}`) as string;
        expect(canonicalQuantity(canonical)).toBe(canonical);
        expect(quantityValue(canonical)).toBeCloseTo(quantityValue(`${number}${unit}`), 6);
      }),
    );
  });
});

describe('decoding', () => {
  const pods = findResource('pods') as Resource;

  it('names the path of an unknown field', () => {
    const body = { spec: { containers: [{ name: 'a', image: 'x', imagePolicy: 'Always' }], node: 'x' } };
    const { unknownFields, object } = decode(pods, body);
    expect(unknownFields).toEqual(['spec.containers[0].imagePolicy', 'spec.node']);
    expect(object).toEqual({ spec: { containers: [{ name: 'a', image: 'x' }] } });
  });

  it('treats null as absent, and normalises quantities', () => {
    const resources = { requests: { cpu: 0.5, memory: '1024Mi' } };
    const body = { spec: { nodeName: null, containers: [{ name: 'a', resources }] } };
    expect(decode(pods, body).object).toEqual({
      spec: { containers: [{ name: 'a', resources: { requests: { cpu: '500m', memory: '1Gi' } } }] },
    });
  });

  it('cannot pollute a prototype', () => {
    const body = JSON.parse(
      '{"metadata":{"labels":{"__proto__":"x"}},"spec":{"securityContext":{"__proto__":{"a":1}}}}',
    );
    decode(pods, body);
    expect(({} as { a?: unknown }).a).toBeUndefined();
  });

  it('throws only a Status when it applies defaults and validates', () => {
    const word = fc.constantFrom(
      'metadata name namespace labels spec template containers image env ports selector matchLabels matchExpressions strategy type rollingUpdate volumes volumeClaimTemplates resources requests limits updateStrategy status replicas'.split(
        ' ',
      ),
    );
    const key = word.chain((words) => fc.constantFrom(...words));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 5 },
        fc.jsonValue({ maxDepth: 1 }),
        fc.dictionary(key, tie('value')),
        fc.array(tie('value'), { maxLength: 3 }),
      ),
    }));
    fc.assert(
      fc.property(fc.constantFrom(...resources), fc.dictionary(key, value), (resource, body) => {
        try {
          const object = decode(resource, { metadata: {}, ...body }).object as unknown as KubeObject;
          object.metadata ??= {} as KubeObject['metadata'];
          applyDefaults(resource.plural, object);
          const once = structuredClone(object);
          applyDefaults(resource.plural, object);
          expect(object).toEqual(once);
          validate(resource, object);
        } catch (error) {
          if (!(error instanceof StatusError)) throw error;
        }
      }),
      { numRuns: 200 },
    );
  });
});
