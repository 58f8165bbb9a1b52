import type { tlsSettings } from '../settings/tls-settings.ts';

export const tlsDocumentation: Readonly<Record<keyof typeof tlsSettings, string>> = {
  'connections.max.reauth.ms':
    'How long a connection with SASL stays valid before it must authenticate again; 0 for ever.',
  'sasl.server.max.receive.size':
    'The largest request that a client may send before it has authenticated, in bytes.',
  'security.providers': 'Classes that add security providers to Java, in the order of their use.',
  'principal.builder.class':
    'The class that tells who is at the other end of a connection, a `KafkaPrincipalBuilder`.',
  'ssl.protocol': 'The TLS version that is asked for first.',
  'ssl.provider': 'The security provider for TLS. Without a value, that of Java.',
  'ssl.enabled.protocols': 'The TLS versions that may be used.',
  'ssl.keystore.type': 'The type of the key store: `JKS`, `PKCS12` or `PEM`.',
  'ssl.keystore.location': 'The file of the key store.',
  'ssl.keystore.password': 'The password of the key store.',
  'ssl.key.password': 'The password of the private key.',
  'ssl.keystore.key': 'The private key itself, as PEM.',
  'ssl.keystore.certificate.chain': 'The certificates that belong to the private key, as PEM.',
  'ssl.truststore.type': 'The type of the trust store: `JKS`, `PKCS12` or `PEM`.',
  'ssl.truststore.location': 'The file of the trust store.',
  'ssl.truststore.password': 'The password of the trust store. Without it, its integrity is not checked.',
  'ssl.truststore.certificates': 'The certificates that are trusted, as PEM.',
  'ssl.keymanager.algorithm': 'The algorithm of the key manager.',
  'ssl.trustmanager.algorithm': 'The algorithm of the trust manager.',
  'ssl.endpoint.identification.algorithm':
    'Whether a certificate must name the host that shows it: `https` checks it, an empty value does not.',
  'ssl.secure.random.implementation': 'The source of random numbers for TLS.',
  'ssl.client.auth':
    'Whether clients show a certificate: they must (`required`), may (`requested`), or are not asked (`none`).',
  'ssl.cipher.suites': 'The cipher suites that may be used. Without a value, those of Java.',
  'ssl.principal.mapping.rules':
    'Rules that make a short user name of the name in a certificate; the first that fits applies.',
  'ssl.engine.factory.class': 'A class that makes the TLS engines, an `SslEngineFactory`.',
};
