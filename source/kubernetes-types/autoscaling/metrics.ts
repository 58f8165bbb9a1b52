import { labelSelector } from '../meta/label-selector.ts';
import { type Infer, object } from '../schema/field-types.ts';

export const crossVersionObjectReference = object('CrossVersionObjectReference', {
  kind: [1, 'string', 'required'],
  name: [2, 'string', 'required'],
  apiVersion: [3, 'string'],
});

const metricIdentifier = object('MetricIdentifier', {
  name: [1, 'string', 'required'],
  selector: [2, labelSelector],
});

const metricTarget = object('MetricTarget', {
  type: [1, 'string', 'required'],
  value: [2, 'quantity'],
  averageValue: [3, 'quantity'],
  averageUtilization: [4, 'int32', 'pointer'],
});
export type MetricTarget = Infer<typeof metricTarget>;

/** What an autoscaler goes by. */
export const metricSpec = object('MetricSpec', {
  type: [1, 'string', 'required'],
  object: [
    2,
    object('ObjectMetricSource', {
      describedObject: [1, crossVersionObjectReference, 'required'],
      target: [2, metricTarget, 'required'],
      metric: [3, metricIdentifier, 'required'],
    }),
  ],
  pods: [
    3,
    object('PodsMetricSource', {
      metric: [1, metricIdentifier, 'required'],
      target: [2, metricTarget, 'required'],
    }),
  ],
  resource: [
    4,
    object('ResourceMetricSource', {
      name: [1, 'string', 'required'],
      target: [2, metricTarget, 'required'],
    }),
  ],
  containerResource: [
    7,
    object('ContainerResourceMetricSource', {
      name: [1, 'string', 'required'],
      target: [2, metricTarget, 'required'],
      container: [3, 'string', 'required'],
    }),
  ],
  external: [
    5,
    object('ExternalMetricSource', {
      metric: [1, metricIdentifier, 'required'],
      target: [2, metricTarget, 'required'],
    }),
  ],
});
export type MetricSpec = Infer<typeof metricSpec>;

const metricValueStatus = object('MetricValueStatus', {
  value: [1, 'quantity'],
  averageValue: [2, 'quantity'],
  averageUtilization: [3, 'int32', 'pointer'],
});

/** What it was when last measured. */
export const metricStatus = object('MetricStatus', {
  type: [1, 'string', 'required'],
  object: [
    2,
    object('ObjectMetricStatus', {
      metric: [1, metricIdentifier, 'required'],
      current: [2, metricValueStatus, 'required'],
      describedObject: [3, crossVersionObjectReference, 'required'],
    }),
  ],
  pods: [
    3,
    object('PodsMetricStatus', {
      metric: [1, metricIdentifier, 'required'],
      current: [2, metricValueStatus, 'required'],
    }),
  ],
  resource: [
    4,
    object('ResourceMetricStatus', {
      name: [1, 'string', 'required'],
      current: [2, metricValueStatus, 'required'],
    }),
  ],
  containerResource: [
    7,
    object('ContainerResourceMetricStatus', {
      name: [1, 'string', 'required'],
      current: [2, metricValueStatus, 'required'],
      container: [3, 'string', 'required'],
    }),
  ],
  external: [
    5,
    object('ExternalMetricStatus', {
      metric: [1, metricIdentifier, 'required'],
      current: [2, metricValueStatus, 'required'],
    }),
  ],
});
export type MetricStatus = Infer<typeof metricStatus>;
