import type { saslSettings } from '../settings/sasl-settings.ts';

export const saslDocumentation: Readonly<Record<keyof typeof saslSettings, string>> = {
  'sasl.mechanism.inter.broker.protocol': 'The SASL mechanism between brokers.',
  'sasl.jaas.config': 'The login of one mechanism of one listener, in the format of a JAAS file.',
  'sasl.enabled.mechanisms': 'The SASL mechanisms that clients may use.',
  'sasl.server.callback.handler.class': 'The class that handles the callbacks of a SASL server.',
  'sasl.client.callback.handler.class': 'The class that handles the callbacks of a SASL client.',
  'sasl.login.class': 'The class that logs in.',
  'sasl.login.callback.handler.class': 'The class that handles the callbacks of a login.',
  'sasl.kerberos.service.name': 'The name of the Kerberos principal that the broker runs as.',
  'sasl.kerberos.kinit.cmd': 'The path of Kerberos’ `kinit`.',
  'sasl.kerberos.ticket.renew.window.factor':
    'The share of a ticket’s life after which the broker tries to renew it.',
  'sasl.kerberos.ticket.renew.jitter': 'The share of random time that is added to the time of renewal.',
  'sasl.kerberos.min.time.before.relogin': 'How long the login thread sleeps between two attempts.',
  'sasl.kerberos.principal.to.local.rules':
    'Rules that make a short user name of a principal; the first that fits applies.',
  'sasl.login.refresh.window.factor': 'The share of a token’s life after which a new one is fetched.',
  'sasl.login.refresh.window.jitter':
    'The greatest share of random time that is added to the time of refresh.',
  'sasl.login.refresh.min.period.seconds': 'How long a token is used at least before the next is fetched.',
  'sasl.login.refresh.buffer.seconds': 'How long before a token expires the next one should be there.',
  'sasl.login.connect.timeout.ms':
    'How long a connection to the authentication provider may take to be made.',
  'sasl.login.read.timeout.ms': 'How long the authentication provider may take to answer.',
  'sasl.login.retry.backoff.max.ms': 'The longest wait between two attempts to log in.',
  'sasl.login.retry.backoff.ms': 'The first wait between two attempts to log in; it doubles with each.',
  'sasl.oauthbearer.scope.claim.name': 'The claim that holds the scope of a token.',
  'sasl.oauthbearer.sub.claim.name': 'The claim that holds the subject of a token.',
  'sasl.oauthbearer.token.endpoint.url': 'The URL at which tokens are fetched, or a file that holds one.',
  'sasl.oauthbearer.jwks.endpoint.url':
    'The URL of the keys that tokens are checked with, or a file that holds them.',
  'sasl.oauthbearer.jwks.endpoint.refresh.ms': 'How often these keys are fetched again.',
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.ms':
    'The first wait between two attempts to fetch these keys.',
  'sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms':
    'The longest wait between two attempts to fetch these keys.',
  'sasl.oauthbearer.clock.skew.seconds':
    'How far the clock of the issuer of a token may be from the broker’s.',
  'sasl.oauthbearer.expected.audience': 'The audiences, of which a token must name one.',
  'sasl.oauthbearer.expected.issuer': 'The issuer that a token must name.',
  'delegation.token.master.key': 'The old name of `delegation.token.secret.key`.',
  'delegation.token.secret.key':
    'The key by which delegation tokens are made and checked, the same on all brokers.',
  'delegation.token.max.lifetime.ms': 'How long a delegation token can be renewed at most.',
  'delegation.token.expiry.time.ms': 'How long a delegation token is valid before it must be renewed.',
  'delegation.token.expiry.check.interval.ms': 'How often expired delegation tokens are removed.',
  'password.encoder.secret': 'The secret by which passwords among the dynamic settings are encrypted.',
  'password.encoder.old.secret':
    'The secret before the present one, so that passwords can be encrypted again at a restart.',
  'password.encoder.keyfactory.algorithm': 'The algorithm by which the key for these passwords is derived.',
  'password.encoder.cipher.algorithm': 'The cipher by which these passwords are encrypted.',
  'password.encoder.key.length': 'The length of the key for these passwords, in bits.',
  'password.encoder.iterations': 'How many rounds the derivation of this key takes.',
};
