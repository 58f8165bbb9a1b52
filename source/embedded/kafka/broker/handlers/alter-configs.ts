import { Pace } from '../../../bounds/slices.ts';
import type {
  AlterConfigsRequest,
  AlterConfigsResourceResponse,
  AlterConfigsResponse,
} from '../../messages/alter-configs.ts';
import { errorCodeOf, KafkaError } from '../../messages/errors.ts';
import { alterTopicConfig } from '../alter-topic-config.ts';
import type { Handler } from '../request-context.ts';

export const handleAlterConfigs: Handler<AlterConfigsRequest, AlterConfigsResponse> = async (
  request,
  { broker },
) => {
  const responses: AlterConfigsResourceResponse[] = [];
  const pace = new Pace();
  for (const resource of request.resources) {
    const { resourceType, resourceName } = resource;
    await pace.pause();
    try {
      await alterTopicConfig(broker, resource, request.validateOnly, () =>
        Object.fromEntries(
          resource.configs.map(({ name, value }) => {
            if (value === null)
              throw new KafkaError('INVALID_REQUEST', `Null value not supported for : ${name}`);
            return [name, value];
          }),
        ),
      );
      responses.push({ errorCode: 0, errorMessage: null, resourceType, resourceName });
    } catch (error) {
      const errorMessage = error instanceof Error ? error.message : null;
      responses.push({ errorCode: errorCodeOf(error), errorMessage, resourceType, resourceName });
    }
  }
  return { responses };
};
