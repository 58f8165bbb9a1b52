const security = 'org.apache.kafka.common.security';

/** The classes in the jars of Kafka 3.3.2 that a setting may name, by what they implement. Nobody can add a jar to the embedded broker. */
const classes: Readonly<Record<string, readonly string[]>> = {
  Authorizer: [
    'kafka.security.authorizer.AclAuthorizer',
    'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
  ],
  KafkaPrincipalSerde: [`${security}.authenticator.DefaultKafkaPrincipalBuilder`],
  MetricsReporter: [
    'org.apache.kafka.common.metrics.JmxReporter',
    'org.apache.kafka.tools.PushHttpMetricsReporter',
  ],
  KafkaMetricsReporter: ['kafka.metrics.KafkaCSVMetricsReporter'],
  ClientQuotaCallback: ['kafka.server.ClientQuotaManager$DefaultQuotaCallback'],
  SslEngineFactory: [`${security}.ssl.DefaultSslEngineFactory`],
  AuthenticateCallbackHandler: [
    `${security}.authenticator.AbstractLogin$DefaultLoginCallbackHandler`,
    `${security}.authenticator.SaslClientCallbackHandler`,
    `${security}.authenticator.SaslServerCallbackHandler`,
    `${security}.kerberos.KerberosClientCallbackHandler`,
    `${security}.oauthbearer.internals.OAuthBearerSaslClientCallbackHandler`,
    `${security}.oauthbearer.internals.unsecured.OAuthBearerUnsecuredLoginCallbackHandler`,
    `${security}.oauthbearer.internals.unsecured.OAuthBearerUnsecuredValidatorCallbackHandler`,
    `${security}.oauthbearer.secured.OAuthBearerLoginCallbackHandler`,
    `${security}.oauthbearer.secured.OAuthBearerValidatorCallbackHandler`,
    `${security}.plain.internals.PlainServerCallbackHandler`,
    `${security}.scram.internals.ScramServerCallbackHandler`,
  ],
  Login: [
    `${security}.authenticator.DefaultLogin`,
    `${security}.kerberos.KerberosLogin`,
    `${security}.oauthbearer.internals.OAuthBearerRefreshingLogin`,
  ],
  ReplicaSelector: ['org.apache.kafka.common.replica.RackAwareReplicaSelector'],
};

const known = new Set(Object.values(classes).flat());

/** Whether a broker's class loader finds a class that a setting may name. */
export function isKnownClass(name: string): boolean {
  return known.has(name);
}

export function implementsInterface(name: string, kind: string): boolean {
  return classes[kind]?.includes(name) ?? false;
}
