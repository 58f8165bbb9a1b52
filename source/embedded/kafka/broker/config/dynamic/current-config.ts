import { configSources } from '../../../messages/describe-configs.ts';
import { type BrokerSettings, settingsOf } from '../broker-settings.ts';
import { KafkaConfig } from '../kafka-config.ts';
import { type ConfigLayer, defaultLayer, overridden, type Properties } from '../setting-synonyms.ts';
import { JavaException } from '../settings/java-exception.ts';
import { validateConfig } from '../validate-config.ts';
import { usable, validateDynamic } from './validate-names.ts';
import { validateReconfiguration } from './validate-reconfiguration.ts';

/** What is set beside `server.properties` (KIP-226): for all brokers, and for this one. */
export interface DynamicProperties {
  readonly all: Properties;
  readonly own: Properties;
}

interface State {
  readonly stored: DynamicProperties;
  readonly dynamic: DynamicProperties;
  readonly kafka: KafkaConfig;
  readonly settings: BrokerSettings;
}

const none: DynamicProperties = { all: {}, own: {} };

/** A broker's configuration as it is now: its `server.properties`, and above it what was set while it ran or before it started. */
export class CurrentConfig {
  readonly #static: Properties;
  readonly #stored: () => DynamicProperties;
  readonly #report: (why: string) => void;
  #state: State;

  /** `stored` is asked at each use, and its two halves are compared by identity. Throws what {@link KafkaConfig} throws. */
  constructor(
    properties: Properties,
    stored: () => DynamicProperties = () => none,
    report: (why: string) => void = () => {},
  ) {
    const kafka = new KafkaConfig(properties);
    this.#static = kafka.originals;
    this.#stored = stored;
    this.#report = report;
    this.#state = { stored: none, dynamic: none, kafka, settings: settingsOf(kafka) };
  }

  get #now(): State {
    const stored = this.#stored();
    const { stored: seen } = this.#state;
    if (stored.all !== seen.all || stored.own !== seen.own) this.#state = this.#apply(stored);
    return this.#state;
  }

  /** Settings that do not fit together are not applied, and those before them stay. */
  #apply(stored: DynamicProperties): State {
    const all = usable(stored.all, false, this.#report);
    const own = usable(stored.own, true, this.#report);
    try {
      const kafka = new KafkaConfig(overridden(overridden(this.#static, all), own));
      validateConfig(kafka);
      return { stored, dynamic: { all, own }, kafka, settings: settingsOf(kafka) };
    } catch (error) {
      if (!(error instanceof JavaException)) throw error;
      this.#report(`Dynamic configs could not be applied: ${error.message}`);
      return { ...this.#state, stored };
    }
  }

  get kafka(): KafkaConfig {
    return this.#now.kafka;
  }

  /** What applies, by name, without Kafka's defaults. */
  get properties(): Properties {
    return this.kafka.originals;
  }

  get settings(): BrokerSettings {
    return this.#now.settings;
  }

  get dynamic(): DynamicProperties {
    return this.#now.dynamic;
  }

  /** Where values come from, what applies first. */
  get layers(): readonly ConfigLayer[] {
    const { all, own } = this.dynamic;
    return [
      { source: configSources.dynamicBroker, values: own },
      { source: configSources.dynamicDefault, values: all },
      { source: configSources.staticBroker, values: this.#static },
      defaultLayer,
    ];
  }

  /** Whether these could be the dynamic settings of this broker, or of all. Throws what Kafka throws. */
  validate(properties: Properties, perBroker: boolean): void {
    validateDynamic(properties, perBroker);
    const { all, own } = this.dynamic;
    const next = new KafkaConfig(
      overridden(overridden(this.#static, perBroker ? all : properties), perBroker ? properties : own),
    );
    validateConfig(next);
    validateReconfiguration(this.kafka, next);
  }
}
