import { describe, expect, it } from 'vitest';
import { CompressedDataError } from '../../../source/compression/bytes/compressed-data-error.ts';
import { decompressZstd } from '../../../source/compression/zstd/decompress-zstd.ts';
import { Random } from '../../embedded/kafka/random.ts';

const text = Array.from(
  { length: 400 },
  (_, i) => `user-${(i * 7919) % 1000} partition ${i % 4} offset ${(i * i) % 997} ${'ab'.repeat(i % 5)}`,
).join('\n');

/** The text as zstd 1.5 compresses it. */
const packed: Readonly<Record<string, string>> = {
  '-19': [
    'KLUv/QRoFT4AKpJ0EBaASyUHCBzdIklkjJKb5K5I6hQyQwYDEAH6APwAwRBjsU0kMHQ6pOvGTEyIBH6NKciL65Z6nnCh3IpgYyLZ',
    'vRxub+ER3nLGKMLkMoUuaNOIs9YdMSEqux6NoOfXVJXHpgeSthRl91AQWqYMqTmhJ6ia8f2hzPiBvjw0hMJDG80FjoxDCUUjKCHb',
    'u4rGwUGesUPfaZAgdwgxiJNE47UpPFGE58uYjCWu5xLTuwwNdUwU44jtM/kvZjapLmps9+hNCPWfCOHBohhJYzz6MzV14yOr+LVU',
    'PjEVE6Mp4l8IEYYq1YhxIZ9xrSyCZZNxr3ZeOR6hmaYHhaBwaeRFJ3yQUYZEJpeq7mlxbDgDBBxI1wEchAMGBBYUKIDgIBwcQGCA',
    'gQEGCgQkOAgBFBBY0CAa13NnBEpMpyTM4c5C6XL+RHzkkwkLajd6HzE7TJl5g/coEnk/I7a4jcwyJ/sIC1MKYnsjW7B9IyyybFo2',
    '/PJc7nTGh2IeOIlKnMCdwafDbIg0UNjwKzvqe+N4+l8ubogKNZ0L08zZhIjSlwgZdzIOh9KaqTuvWwky7sS7n+byN8OaEVnvkg9i',
    'RWzzGP4WS0M7psIK2oYbhgeRmN+TBjUUwt7EMYHTPpx4cHwqkTHG2qKsPe7gikeLysMyu4/E6a9FhBnDVLJfxMycyCNCo5OpsLWE',
    'cUwYmd3ClwoPXZbfyTZB8l0oRuTRmFrOWhqMocVdExjCZ6O52LUM8jp0MG5PrDMJircjB7m7ZILkv5gwSIKtC6+5olK8CM40RO+n',
    '/0db9YjmOhdsGMUKIZJNWM5KhIhokJFZgQ0jsWcaNn1oH5cCZYu0EPsWhGb7kBCGUBhetabfiRlbxssoTIhvpq1ekGMciY4ubBKc',
    '4C4U5iB8ZyRcbzsNYo/E8XT6Lv59wxImIsrlulkcek6R3SE7VPYpOs1mkwyjTsyEU/rRG5LwxPmEhclnl2D6IokQGmVTqt/iFVvs',
    'jpWpx7wYI5n/ERJGEqRO2gUDx0XcEYSljIhvG0EcvmdD6cPHhT9oZJ4TiU9ulRAlkvN0HSMtEvuwmlwOUwgzsmYC42o6ntUcxngW',
    'Ox+i4I50V50mFoIfKxIUYesR/yzXKGVE0G9F408/gbK/cqSXU+OEjVYgxQ1FhI3fETIha78GN8Tjuacj8rjEwFckfbMrTm+EIYxV',
    'GPtUIpUvZowr+WLPQ8x02idkgcOxFBVDSExvR80dot5MBMsr7QSpK9FuTPOanzr8DUXCW4rWRJzv602Jh0Y7hXRk64QzWLgYqyKd',
    'zzS+zQuRCZqZj7wFTyoSSvgYQUZJXOIS4uLqq1hRc/iPHoT/GxzGVeXFYh9zrChCbCIT4dMKO0eFnXl6mBmGT2v5D01EISV6aBEo',
    '396aMpawYyjyXA1eCJ5W44MlqCIYMPr2PwMiWAUKAX8iEAgEDaEJcAKagCaYH7lxJQm4KI0WzC1gyE5LApXFF8fMxkZjorlCnhcI',
    'GajGdpZMTqhrK5oY2NUQ0yUJoRBafBeTAZotEsZJ6lYAclxQN2aMJYKUzI4LZkZwQ2gCPJWiO84LA4YB0nJJCe62JUgmvTE8IVYi',
    'XIx3Brs1SSSgy+LJH6fFciAGE2m4bmXmBSQDtXGeCM8KwoURA9QkIMEupRBfvhkNm61JswryApDJvDfbseEkprJ5Cd2VEd8xCVUQ',
    'XZx3pkHDIGm7FGgLUBcMtsZYcmRKhIUxBqhJkAyjsrjlOzEaGp0Is04UpAW7CAa6YX4yrKQujXcmqFkkgR2UQou7LkZD03dJTHcm',
    '2RYAjCTNsvtEshK5NF6ZwQ2RBHZQFiuuuy4NGkZJ+24F9iIgg94Y3pNjRYKlGQPUEDuXBFYWX5yZDRvNRHMF8QJeMlAb5pIhJcnS',
    'docJ3SyahFQIL9xMBhvzmjCrTC0CmNxNM50XGaRALJhh4N2bEpNBhfBe3u4Mg4YhkjlJXa/ELsZgb4wnR5XkdWHGBGvIjkSAQqLT',
    '8o1h0PAOSzQr0S8BGenG8eS4Qh6XlhmgJkEJgCK73dLNZNxoTJgryPsygMHdmtFdMp6k51QyL1G3MrIjJIEK0ovzzDTUtCRtl5K6',
    'K4EcYJIZ48i4LgV33pI5E74hmAAqCV+cGeO1yZi0XUq0SsgFmRnmyJxuCsrSGgPctVGYAI+K7HR5YphORgfScpOEulsJgsHu3jif',
    'DCtZl80M8G6IXYAmhCvcS9PlGWPHSWNFehGRmd6cT4J3BXLBHBPUFEnCzimJL9+Zpo15mWBSoC2wC4a5Nea4I0SJLIrlTC3A1iBI',
    'gCgFLW/MBmw0knY3JWkBcIFU03IkujHBsmxiQHY3iCYQFcKL88pobHqXhPkEWgEddpnU7HefiCszF83M8EbymEAHiiqf28J0MRzH',
    'o+n2JGoB3iGT3hibECsRF8M7A94slAgoiy3f+RjjscmQYKYkWUIwKbub4z0pVElZGDFgV1N0IgJAIbZwYhh2bDYmjBXifQldTGcY',
    'Q5JTQhz+pOWGRZhJKILoQCnavfxmNG3Mw4SxArUAgUlqtntJjBXJy+ZMeENgAqgU3hfvTJOGd0qY7gTaKcjBQpwvTX5I3IwwbEms',
    'ak+gtChEsWLFgfTCBmEUFwGAqQkAANwzcRgAAJgAAMA9Es9rAIg4OB4wxVsBdqAidA==',
  ].join(''),
  '-1 --no-check': [
    'KLUv/QBIjUAASl38ChawJ8sBjbgRxfF4BpellCnJlKbqI09jvAChAKAAVBOnojNXPGRRJTuMkke1xEUqJsl7i4kFzURPD9M1IWus',
    'wc1jWyNHGa5zW1Exdf6wLPTNG4+PKzQiZHG6KgYRWX8eL6wNO4yQV0mKY6H5NNHhdDRn0Tc1DtPtSDiRFSWoby8sxcTxZsSUpngi',
    '1DcpWZCNxRi10TYkKDgYHAzIg261lZcym3P5i8+r4zEUCEIqERQcDA4GDAXCViuCgoPBwQAhCAUOBgAADCAEQcCAAAUCFCgoECAE',
    'QcHB4CBn1TuaOdFWuBOyhFobjx9/KzOSSlpU2FXDiwxHyrEkcrPyTU0MjVIyO2ulj8IG25eMXXL5y4+DJhTkYI3bd7VNPWiStqeQ',
    'RcjvuEJquVojikilWs+/q6zCELqOnkj9LkQSYkfLC8dNrcafGHJdM2GF8yZq1SFl6FllEkGzccbotc9qQijkZa2EHdWCvgq5Yjub',
    'vI+ShTuml/6U61AsRjTVCrOgoQcr/q2bke5f4oprb+skxBmzMy0opNjPuCFLIXTdUTt9aESvWj24jix1alM2Y56jKRFFtWqWlYpB',
    '07Ws/ov8TImEphLxdr5RitS4r+sSnqH6LItanirv1etIzbpX42hDbFW5jsO2pMim4OkiHKJ6DevyaFJfMl3DMyRz/3hD56NWm7MT',
    'ouVtY0qmd1/zKb2qPG7HcUghnRLTWL6f5hSGgqFgKBgKBJrTTGiIwWpJZ6uNIe1tESmz/tRPQ6u6I7atZVyejBGPpuJUW+ujqCG5',
    'Ll+hb+XON56hEmJZJm0ifKmEMvbpW+cxeoumSH10LF9Lye+TX+NydhMVxR4RjfRbEubscs05p1aFWxMTThchpEtCd095zwmiFn2m',
    '5nlFibIeHxEPfTj/0EjNECf10W1L6Hq8+e4Ruqyos1H6hswk47pDHqaEC6hDoqfd1Zj2DTMbDDEMy5HEfBOAgECChgvnUCElRVIQ',
    'QkA4cg9gni6e0X5ZT3fv6FU6qfZFDiRCgS3McrlLElxxmU9mRSmKdvAUc4TU0pwPtAmNs8QfiWi9wzCLsk0dfWAewDa2RqUOsSXS',
    '7atoUJZ7eDVhBtFx+IeZalb6GVme5r+HIKRInVaCMd++iJncf8yJdmizy/TR+8k6ulLqvzcKIBi/qUqO41mA2nEjXk9RECBZn+va',
    '5NbphJjIrGVsIyzzbZ6aqDo4Kih/tvOfqX+1uzK3cvwfZS5sYih5gqVozWzUUmatJXovFSSay+H+Bs1cRYKuWW2kQQfu8mtlfySJ',
    'lzsEmrmadgbuzIZa0dC8K07ttUiPgr2SjsD7+myXq/uB62TlftgsoBOp25lXKx4zbzFzkCezqeTMd/CwwOxC0plIxrDmmSnZM+qB',
    '/RqZOVpXBWJPRNQ2I82T7RK/dHEpKZrNvAOISxWUeWYirCgoj9I7LDBcGTZ6wLSf3JccRvOkO48gkQJhmhHG0EzWT1poK87GU+s8',
    'krCnmgZGyWSkaZ4UUbtihkOl+RxbaCoxIdhoRnsOTcSd+fL90aVGs15svSeheWtGeiwm0J28KMZep8BCrzRCM9SMw5r6zFobZtZz',
    'HM2OVLzGDUYsmT2kqjU0wypwMozycUvWMyg4K6KB0TQUqpbOAVow+2vPkSlSnJmlk6VnvvD9V79g5uc4AkLF1xVnimM2c76W2e1D',
    'VcpyQvyL54Sv1caJhUE4gPbIJqpCFjAyP3vXkJnJvM0ZAhWzfDk5gTLmaYaQC6gWKZkvrZZL90MBORaZb12pyFyeG0q5sjN5jMwJ',
    'IRHjpOeUuyBNZpXVD9HPawKzQpO4FtW+zPO4f2PhFKbJDAuEGGVenxnMFnLMmyzLTJn/FhlUF4E7YZboTsx8lzWWLOZfvsCyEDYj',
    'UYQZ51Q0vdAehady9LBXyhxjYAaqnlctFIq4lgYA8+OgIv/EyXWBUzceYb6MmKaKFDArXotGYQaQPfP8QKHIIAqziJn2Qm7WV40Q',
    'TVoxEzQMt67IhrnXyyKLxdsu96Es77L8EgXMUxPBTy7qacHMQn483jfhD7SCubqDL7s8Wv6bwuoOIjBnxDk1DoNvAiH54oMhLUK7',
    'eWHOTz03AWYu0qcLM7FWCDHztEIdHMlKgtq7NByebe0xg2Y7aQGv0chFjWaVIKQ5jQnMrh6+HLqQhJu3rDIpvGuzHZjZOvSO3npc',
    'JHLAXiysu130v/wBItxapa+/3FPIyxk4aeHowABqQHul1va3/Mtz4f6RqEhqJ9XsCHkSR1USZr/CBY6ppbHzQdK7Ds165l7ecJYD',
    'pqHL0JP3kAG9PQiFXzYr+73CVpM3l9R+YN7tJ2DmtIMLCx2Mj9dcQnUMe8IaLGC5GmAJp8btuAbw8nvFuc4XQpKkL6vpnVK3f74c',
    'qmfuPp5y9On50oxTAw76PLn1E9XvzdlVXHwdpBpKlP3EUThkXIs5Mh/6uL6QqZPrpezZHMSC3ceZxzeiAxK7wgjgFR+t6QJV5eYc',
    '8y45MLrjDRCRzukuYLIaNZgQn+xMb50lFPs113giIo9o8gHDXan2F3qsnJmdxZG04qzKBmmLkMuHwAZMCRyZOsu5khyUrg+znsnv',
    'wzdjlUCm+4AFxbqSKd4RoUgKDKBq0wOAVDZodA0gVIyvk6rPGIYknaqxaQ6oUOXwmow4hd/Dodljb0iBGw13MHnh/IKN49RuZk3D',
    'b2mU7tnVP7AJKX9HdiwQW3YKrNqiBYOWbgG2rJ9+OAgRAts0XWRkVEEi41lX/HF2BQ==',
  ].join(''),
};
const frames = Object.entries(packed).map(
  ([options, base64]) => [options, Buffer.from(base64, 'base64')] as const,
);
const [, first] = frames[0]!;

describe('zstd', () => {
  it.each(frames)('reads what the tool writes (%s)', (_options, frame) => {
    expect(decompressZstd(frame).toString()).toBe(text);
  });

  it('reads frames one after the other, and passes over those that are no data', () => {
    const skipped = Buffer.from('502a4d1803000000616263', 'hex');
    expect(decompressZstd(Buffer.concat([skipped, first, first])).toString()).toBe(text + text);
  });

  it('reads stored blocks, and one byte repeated', () => {
    expect(
      decompressZstd(Buffer.from('28b52ffd0058' + '180000' + '616263' + '530000' + '7a', 'hex')).toString(),
    ).toBe(`abc${'z'.repeat(10)}`);
  });

  it('is bounded before memory is taken', () => {
    expect(() => decompressZstd(first, 1_000)).toThrow(expect.objectContaining({ code: 'length' }));
    // 64 blocks of 128 KiB of one byte.
    const bomb = Buffer.concat([
      Buffer.from('28b52ffd0058', 'hex'),
      ...Array.from({ length: 64 }, () => Buffer.from('02001061', 'hex')),
    ]);
    expect(() => decompressZstd(bomb, 4 * 1024 * 1024)).toThrow(expect.objectContaining({ code: 'length' }));
  });

  it('refuses many small blocks, whose tables would block the event loop', () => {
    const block = Buffer.from('140000' + '0000', 'hex');
    const frame = (blocks: number): Buffer =>
      Buffer.concat([
        Buffer.from('28b52ffd0058', 'hex'),
        ...Array.from({ length: blocks }, () => block),
        Buffer.from('010000', 'hex'),
      ]);
    expect(decompressZstd(frame(4_000))).toHaveLength(0);
    expect(() => decompressZstd(frame(5_000))).toThrow(/too many small blocks/);
  });

  it.each([
    ['nothing', ''],
    ['another magic', '29b52ffd0058'],
    ['a dictionary', '28b52ffd010000' + '01' + '010000'],
    ['no block', '28b52ffd0058'],
    ['a block that is too long', '28b52ffd0058' + '010018'],
    ['a block of an unknown type', '28b52ffd0058' + '0f0000' + '61'],
    ['streams without a tree', '28b52ffd0058' + '2d0000' + '0310000000'],
    ['sequences without bits', '28b52ffd0058' + '1d0000' + '000100'],
  ])('refuses %s', (_name, hex) => {
    expect(() => decompressZstd(Buffer.from(hex, 'hex'))).toThrow(CompressedDataError);
  });

  it('with changed or missing bytes throws nothing else', () => {
    const random = new Random(5);
    for (let round = 0; round < 3_000; round += 1) {
      const data = Buffer.from(frames[round % frames.length]![1]);
      for (let flips = random.below(4); flips > 0; flips -= 1)
        data[random.below(data.length)] = random.below(256);
      try {
        decompressZstd(data.subarray(0, data.length - random.below(3)), 1024 * 1024);
      } catch (error) {
        expect(error).toBeInstanceOf(CompressedDataError);
      }
    }
  });
});
