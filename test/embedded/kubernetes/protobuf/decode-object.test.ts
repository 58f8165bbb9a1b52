import { describe, expect, it } from 'vitest';
import { decodeProtobuf, mostFields } from '../../../../source/embedded/kubernetes/protobuf/decode-object.ts';
import { ProtobufError } from '../../../../source/embedded/kubernetes/protobuf/wire.ts';
import { Random } from '../../kafka/random.ts';

// Captured from kubectl 1.32.
const configMap = 'azhzAAoPCgJ2MRIJQ29uZmlnTWFwEh0KEwoDY2ZnEgAaACIAKgAyADgAQgASBgoBYRIBYhoAIgA=';
const deployment =
  'azhzAAoVCgdhcHBzL3YxEgpEZXBsb3ltZW50ErgBCh8KA3dlYhIAGgAiACoAMgA4AEIAWgoKA2FwcBIDd2ViEoYBCAASDAoKCgNhcHASA3dlYhpsChwKABIAGgAiACoAMgA4AEIAWgoKA2FwcBIDd2ViEkwSLgoEZGVtbxIGZGVtbzoxKgAyCgoAEAAYUCIAKgBCAGoAcgCAAQCIAQCQAQCiAQAaADIAQgBKAFIAWABgAGgAggEAigEAmgEAwgEAIgIKACgAOAAaDAgAEAAYACAAKAA4ABoAIgA=';

const read = (base64: string) => decodeProtobuf(Buffer.from(base64, 'base64'));

/** An envelope around a message, each shorter than 128 bytes. */
function wrap(apiVersion: string, kind: string, message: readonly number[]): Buffer {
  const text = (number: number, value: string) => [(number << 3) | 2, value.length, ...Buffer.from(value)];
  const type = [...text(1, apiVersion), ...text(2, kind)];
  return Buffer.from([...Buffer.from('k8s\0'), 0x0a, type.length, ...type, 0x12, message.length, ...message]);
}

describe('objects in protobuf', () => {
  it('reads what kubectl create configmap sends', () => {
    expect(read(configMap)).toEqual({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'cfg' },
      data: { a: 'b' },
    });
  });

  it('reads what kubectl create deployment --replicas=0 sends: a zero behind a pointer is a value', () => {
    expect(read(deployment)).toEqual({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'web', labels: { app: 'web' } },
      spec: {
        replicas: 0,
        selector: { matchLabels: { app: 'web' } },
        strategy: {},
        template: {
          metadata: { labels: { app: 'web' } },
          spec: {
            containers: [{ name: 'demo', image: 'demo:1', ports: [{ containerPort: 80 }], resources: {} }],
          },
        },
      },
      status: {},
    });
  });

  it('reads the Scale that k9s sends, also one to zero', () => {
    const scale = (...spec: number[]) =>
      decodeProtobuf(wrap('autoscaling/v1', 'Scale', [0x0a, 3, 0x0a, 1, 0x61, 0x12, spec.length, ...spec]));
    const read = (spec: object) => ({
      apiVersion: 'autoscaling/v1',
      kind: 'Scale',
      metadata: { name: 'a' },
      spec,
    });
    expect(scale(0x08, 2)).toEqual(read({ replicas: 2 }));
    expect(scale(0x08, 0)).toEqual(read({}));
  });

  it('refuses unknown kinds and fields instead of dropping them', () => {
    expect(() => decodeProtobuf(wrap('certificates.k8s.io/v1', 'CertificateSigningRequest', []))).toThrow(
      expect.objectContaining({
        reason: 'unread',
        message: '`certificates.k8s.io/v1/CertificateSigningRequest`',
      }),
    );
    expect(() => decodeProtobuf(wrap('v1', 'Namespace', [0x2a, 2, 0x08, 1]))).toThrow(
      expect.objectContaining({ reason: 'unread', message: 'field 5 of `Namespace`' }),
    );
    expect(decodeProtobuf(wrap('v1', 'Namespace', [0x2a, 2, 0x08, 0]))).toEqual({
      apiVersion: 'v1',
      kind: 'Namespace',
    });
  });

  it.each([
    ['no magic', Buffer.from('{}')],
    ['a length beyond the end', wrap('v1', 'Namespace', [0x0a, 0x7f])],
    ['an endless integer', wrap('v1', 'Namespace', [0x08, ...Array<number>(11).fill(0xff)])],
    ['a group', wrap('v1', 'Namespace', [0x0b])],
    ['a number instead of a message', wrap('v1', 'Namespace', [0x08, 1])],
  ])('refuses %s', (_what, bytes) => {
    expect(() => decodeProtobuf(bytes)).toThrow(expect.objectContaining({ reason: 'broken' }));
  });

  it.each([
    ['known', [0x12, 0]],
    ['unknown and empty', [0x7a, 0]],
  ])('refuses more %s fields than a body may have values, however short they are', (_what, field) => {
    const type = [0x0a, 15, 0x0a, 2, ...Buffer.from('v1'), 0x12, 9, ...Buffer.from('ConfigMap')];
    const fields = (count: number) => Array<readonly number[]>(count).fill(field).flat();
    const length = 2 * mostFields;
    const raw = [0x12, (length & 0x7f) | 0x80, ((length >> 7) & 0x7f) | 0x80, length >> 14];
    const body = Buffer.from([...Buffer.from('k8s\0'), ...type, ...raw, ...fields(mostFields)]);
    expect(() => decodeProtobuf(body)).toThrow(expect.objectContaining({ reason: 'tooMany' }));
  });

  const count = Number(process.env.FUZZ_COUNT ?? 2_000);
  const seed = Number(process.env.FUZZ_SEED ?? 1);
  it(`throws only its own error for ${count} mutated bodies (seed ${seed})`, {
    timeout: 20_000 + count,
  }, () => {
    const random = new Random(seed);
    for (let round = 0; round < count; round++) {
      const bytes = Buffer.from(round % 2 ? deployment : configMap, 'base64');
      for (let change = 0; change < 3; change++)
        bytes[4 + random.below(bytes.length - 4)] = random.below(256);
      try {
        decodeProtobuf(bytes.subarray(0, random.below(bytes.length + 1)));
      } catch (error) {
        if (!(error instanceof ProtobufError)) throw error;
      }
    }
  });
});
