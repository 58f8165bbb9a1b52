import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { bits, boolean, integer, octets, oid, sequence, set, tagged, time, utf8 } from './der.ts';

/** What a TLS server on loopback needs, as PEM. */
export interface ServerCertificate {
  /** The authority that clients trust; it signed only this certificate, and its key is discarded. */
  readonly authority: string;
  readonly certificate: string;
  readonly key: string;
}

// Certificate    = { tbsCertificate, signatureAlgorithm, signature }
// TBSCertificate = { [0] version, serial, algorithm, issuer, validity, subject, publicKey, [3] extensions }  (RFC 5280)

const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'));
const dayMs = 86_400_000;

interface Identity {
  readonly name: string;
  readonly publicKey: KeyObject;
  readonly privateKey: KeyObject;
}

function makeIdentity(name: string): Identity {
  return { name, ...generateKeyPairSync('ec', { namedCurve: 'P-256' }) };
}

function distinguishedName(name: string): Buffer {
  return sequence(set(sequence(oid('2.5.4.3'), utf8(name))));
}

function extension(id: string, critical: boolean, value: Buffer): Buffer {
  return critical ? sequence(oid(id), boolean(true), octets(value)) : sequence(oid(id), octets(value));
}

/** SHA-1 over the key's point: only an identifier. */
function keyIdentifier(key: KeyObject): Buffer {
  const info = key.export({ type: 'spki', format: 'der' });
  return createHash('sha1').update(info.subarray(-65)).digest();
}

function issue(issuer: Identity, subject: Identity, extensions: readonly Buffer[]): string {
  const now = Date.now();
  const serial = randomBytes(16);
  serial[0] = ((serial[0] as number) & 0x7f) | 0x40;
  const body = sequence(
    tagged(0, integer(Buffer.from([2]))),
    integer(serial),
    ecdsaWithSha256,
    distinguishedName(issuer.name),
    sequence(time(new Date(now - dayMs)), time(new Date(now + 365 * dayMs))),
    distinguishedName(subject.name),
    subject.publicKey.export({ type: 'spki', format: 'der' }),
    tagged(
      3,
      sequence(
        ...extensions,
        extension('2.5.29.14', false, octets(keyIdentifier(subject.publicKey))),
        extension('2.5.29.35', false, sequence(tagged(0, keyIdentifier(issuer.publicKey), false))),
      ),
    ),
  );
  const signature = sign('sha256', body, issuer.privateKey);
  return pem('CERTIFICATE', sequence(body, ecdsaWithSha256, bits(signature)));
}

function pem(label: string, bytes: Buffer): string {
  const lines = bytes.toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** A fresh authority and a certificate for `127.0.0.1` and `localhost`, EC P-256, valid for a year. */
export function createServerCertificate(cluster: string): ServerCertificate {
  const authority = makeIdentity(`kafka-lab ${cluster} authority`);
  const server = makeIdentity('kafka-lab embedded Kubernetes API');
  const authorityCertificate = issue(authority, authority, [
    extension('2.5.29.19', true, sequence(boolean(true))), // basicConstraints: an authority
    extension('2.5.29.15', true, bits(Buffer.from([0b00000110]), 1)), // keyUsage: keyCertSign, cRLSign
  ]);
  const alternativeNames = sequence(
    tagged(2, Buffer.from('localhost'), false),
    tagged(7, Buffer.from([127, 0, 0, 1]), false),
  );
  const certificate = issue(authority, server, [
    extension('2.5.29.19', true, sequence()),
    extension('2.5.29.15', true, bits(Buffer.from([0b10000000]), 7)), // digitalSignature
    extension('2.5.29.37', false, sequence(oid('1.3.6.1.5.5.7.3.1'))), // serverAuth
    extension('2.5.29.17', false, alternativeNames),
  ]);
  const key = server.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string;
  return { authority: authorityCertificate, certificate, key };
}
