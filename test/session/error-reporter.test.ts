import { afterEach, describe, expect, it } from 'vitest';
import { LabError } from '../../source/errors/lab-error.ts';
import type { JournalEntry } from '../../source/journal/events.ts';
import { ErrorReporter } from '../../source/session/error-reporter.ts';
import type { FakeWorld } from './fakes/fake-world.ts';
import { type Started, startSession, until } from './fakes/start-session.ts';

let started: Started | undefined;
afterEach(async () => {
  await started?.session.actions.close();
  started = undefined;
});

function reporter(): { readonly errors: ErrorReporter; readonly texts: () => string[] } {
  const published: JournalEntry[] = [];
  const errors = new ErrorReporter({ publish: (entry) => void published.push(entry) });
  return { errors, texts: () => published.flatMap((entry) => (entry.type === 'notice' ? [entry.text] : [])) };
}

describe('an error reporter', () => {
  it('reports each kind of error once, with its place and without a path', () => {
    const { errors, texts } = reporter();
    for (let time = 0; time < 5; time += 1) errors.report('following logs', new TypeError('x is undefined'));
    errors.report('sampling the cluster', new RangeError('too long'));
    expect(texts()).toEqual([
      expect.stringMatching(
        /^unexpected error while following logs: TypeError: x is undefined \(error-reporter\.test\.ts:\d+\)$/,
      ),
      expect.stringMatching(/^unexpected error while sampling the cluster: RangeError: too long \(/),
    ]);
  });

  it('reports an error whose text changes each time only once', () => {
    const { errors, texts } = reporter();
    for (let time = 0; time < 5; time += 1) errors.report('counting', new TypeError(`${time} is no offset`));
    expect(texts()).toHaveLength(1);
  });

  it('reports an error that passes several reporters only once', () => {
    const { errors, texts } = reporter();
    const error = new TypeError('x is undefined');
    errors.report('counting messages', error);
    errors.report('sampling the cluster', error);
    expect(texts()).toEqual([expect.stringContaining('while counting messages')]);
  });

  it('stops after twenty kinds, whatever is thrown', () => {
    const { errors, texts } = reporter();
    for (let time = 0; time < 50; time += 1) errors.report('counting', `text ${time}`);
    expect(texts()).toHaveLength(20);
  });

  it('does not report an unavailable cluster', () => {
    const { errors, texts } = reporter();
    errors.report('counting', new LabError('cluster', 'no broker runs'));
    errors.report('counting', Object.assign(new Error('reset'), { code: 'ECONNRESET' }));
    expect(texts()).toEqual([]);
  });
});

describe('a defect in work that a session retries', () => {
  const start = (breakWorld: (world: FakeWorld) => void): Started =>
    startSession({}, (world) => {
      world.cluster.attachable = true;
      breakWorld(world);
    });
  const notices = ({ journal }: Started): string[] => journal.of('notice').map(({ text }) => text);

  it('is reported once if the sampler hits it every second', async () => {
    let looks = 0;
    started = start((world) => {
      world.look = async () => {
        looks += 1;
        throw new TypeError('workloads is undefined');
      };
    });
    await until(started.session, () => notices(started!).length > 0);
    await expect.poll(() => looks).toBeGreaterThan(5);
    expect(notices(started)).toEqual([
      expect.stringContaining(
        'unexpected error while sampling the cluster: TypeError: workloads is undefined',
      ),
    ]);
  });

  it('is reported once if the log feed hits it in both logs', async () => {
    let follows = 0;
    started = start((world) => {
      world.followLogs = async () => {
        follows += 1;
        throw new TypeError('line is undefined');
      };
    });
    await expect.poll(() => follows).toBeGreaterThan(5);
    expect(notices(started)).toEqual([
      expect.stringContaining('unexpected error while following logs: TypeError: line is undefined'),
    ]);
  });

  it('is not reported if the cluster is unavailable', async () => {
    let looks = 0;
    started = start((world) => {
      const away = async (): Promise<never> => {
        looks += 1;
        throw new LabError('cluster', 'the API server does not answer');
      };
      world.look = away;
      world.followLogs = away;
    });
    await expect.poll(() => looks).toBeGreaterThan(20);
    expect(notices(started)).toEqual([]);
  });
});
