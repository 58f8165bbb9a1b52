import { objectMeta } from '../meta/object-meta.ts';
import { type Infer, keyed, list, object } from '../schema/field-types.ts';
import { crossVersionObjectReference, metricSpec, metricStatus } from './metrics.ts';

const scalingRules = object('HPAScalingRules', {
  stabilizationWindowSeconds: [3, 'int32', 'pointer'],
  selectPolicy: [1, 'string', 'pointer'],
  policies: [
    2,
    list(
      object('HPAScalingPolicy', {
        type: [1, 'string', 'required'],
        value: [2, 'int32', 'required'],
        periodSeconds: [3, 'int32', 'required'],
      }),
    ),
  ],
});

const condition = object('HorizontalPodAutoscalerCondition', {
  type: [1, 'string', 'required'],
  status: [2, 'string', 'required'],
  lastTransitionTime: [3, 'time'],
  reason: [4, 'string'],
  message: [5, 'string'],
});

/** `autoscaling/v2`, the stored form. */
export const horizontalPodAutoscaler = object('HorizontalPodAutoscaler', {
  metadata: [1, objectMeta],
  spec: [
    2,
    object('HorizontalPodAutoscalerSpec', {
      scaleTargetRef: [1, crossVersionObjectReference, 'required'],
      minReplicas: [2, 'int32', 'pointer'],
      maxReplicas: [3, 'int32', 'required'],
      metrics: [4, list(metricSpec)],
      behavior: [
        5,
        object('HorizontalPodAutoscalerBehavior', {
          scaleUp: [1, scalingRules],
          scaleDown: [2, scalingRules],
        }),
      ],
    }),
  ],
  status: [
    3,
    object('HorizontalPodAutoscalerStatus', {
      observedGeneration: [1, 'int64', 'pointer'],
      lastScaleTime: [2, 'time'],
      currentReplicas: [3, 'int32'],
      desiredReplicas: [4, 'int32', 'required'],
      currentMetrics: [5, list(metricStatus)],
      conditions: [6, keyed('type', condition)],
    }),
  ],
});
export type HorizontalPodAutoscaler = Infer<typeof horizontalPodAutoscaler>;

/** `autoscaling/v1`, which knows one metric: the average use of the processor. */
export const horizontalPodAutoscalerV1 = object('HorizontalPodAutoscaler', {
  metadata: [1, objectMeta],
  spec: [
    2,
    object('HorizontalPodAutoscalerSpec', {
      scaleTargetRef: [1, crossVersionObjectReference, 'required'],
      minReplicas: [2, 'int32', 'pointer'],
      maxReplicas: [3, 'int32', 'required'],
      targetCPUUtilizationPercentage: [4, 'int32', 'pointer'],
    }),
  ],
  status: [
    3,
    object('HorizontalPodAutoscalerStatus', {
      observedGeneration: [1, 'int64', 'pointer'],
      lastScaleTime: [2, 'time'],
      currentReplicas: [3, 'int32', 'required'],
      desiredReplicas: [4, 'int32', 'required'],
      currentCPUUtilizationPercentage: [5, 'int32', 'pointer'],
    }),
  ],
});
