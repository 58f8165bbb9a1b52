import { afterEach, describe, expect, it } from 'vitest';
import { LabError } from '../../../source/errors/lab-error.ts';
import type { Outcome } from '../../../source/ui/views/view.ts';
import { type Driver, drive } from '../components/app-driver.tsx';
import { createFakeSession } from '../fake-session.ts';
import { type FakeView, fakeDetail, fakeView, fakeViews, podRows } from '../views/fake-view.ts';

const drivers: Driver[] = [];
const esc = '\u001b';
const enter = '\r';
const ctrlD = '\u0004';

afterEach(() => {
  for (const driver of drivers.splice(0)) driver.close();
});

async function openPods(view: FakeView = fakeView(podRows), ...others: FakeView[]): Promise<Driver> {
  const app = drive(createFakeSession(), undefined, undefined, { views: fakeViews(view, ...others) });
  drivers.push(app);
  await app.press(`:pods${enter}`);
  await app.sees('pods  5');
  return app;
}

const opened = (outcome: Outcome): FakeView => fakeView(podRows, { answer: () => outcome });

describe('a view', () => {
  it('opens by its name over the screen, and closes with escape', async () => {
    const view = fakeView(podRows);
    const app = await openPods(view);
    await app.sees('▸ kafka-0');
    await app.sees('$ kubectl get pods');
    await app.press(esc);
    await app.seesNot('kubectl get pods');
    expect(view.isClosed).toBe(true);
  });

  it('shows its rows as they change, the selection on the same one', async () => {
    const view = fakeView(podRows);
    const app = await openPods(view);
    await app.press('j');
    await app.sees('▸ kafka-1');
    view.set({ ...podRows, rows: podRows.rows.slice(1) });
    await app.sees('pods  4');
    await app.sees('▸ kafka-1');
  });

  it('says in full why there are no rows', async () => {
    const view = fakeView(podRows);
    const app = await openPods(view);
    const problem = `pods is forbidden: User "learner" cannot list resource "pods" in API group "" in the namespace "lab"`;
    view.set({ columns: [], rows: [], loaded: false, problem });
    await app.sees('in the namespace "lab"');
    view.set({ ...podRows, rows: [] });
    await app.sees('There are none here.');
  });

  it('filters by a regular expression; escape shows all rows again before it leaves', async () => {
    const app = await openPods();
    await app.press(`/zoo${enter}`);
    await app.sees('pods  1 of 5  /zoo/');
    await app.seesNot('kafka-2');
    await app.press(esc);
    await app.sees('pods  5');
    await app.sees('kafka-2');
    await app.press(`/(${enter}`);
    await app.sees('Unterminated group');
    await app.press(`/worker${enter}`);
    await app.sees('pods  0 of 5  /worker/');
    await app.sees('Nothing matches the filter in these columns; w shows all columns');
    await app.press('d');
    await app.sees('No row is selected: nothing matches the filter.');
    await app.press('w');
    await app.sees('pods  4 of 5  /worker/');
  });

  it('still said that it was being read when it was there', async () => {
    const reading = 'It is still being read.';
    const view = fakeView(podRows, {
      answer: () => ({ kind: 'message', text: reading, during: 'loading' }),
    });
    const app = await openPods(view);
    view.set({ columns: [], rows: [], loaded: false });
    await app.press('d');
    await app.sees(reading);
    view.set(podRows);
    await app.sees('kafka-0');
    await app.seesNot(reading);
  });

  it('passes on which row is selected, and says so where an action is none of its', async () => {
    const view = fakeView(podRows, { actions: new Set(['describe']) });
    const app = await openPods(view);
    await app.press('jd');
    expect(view.asked).toEqual(['describe kafka-1']);
    await app.press('l');
    await app.sees('`l` does nothing in pods. The last row shows the keys that do.');
    expect(view.asked).toEqual(['describe kafka-1']);
  });

  it('opens a text, which is searched and scrolled, and copies its command', async () => {
    const lines = Array.from({ length: 60 }, (_, at) => `line ${at + 1}`);
    const detail = fakeDetail(lines);
    const app = await openPods(opened({ kind: 'detail', detail }));
    await app.press('d');
    await app.sees('$ kubectl describe pod kafka-0  1 to 21 of 60');
    await app.press(`/line 42${enter}`);
    await app.sees('42 to 60 of 60');
    await app.press('N');
    await app.sees('This is the only match.');
    await app.press('c');
    expect(app.copied).toEqual(['kubectl describe pod kafka-0']);
    await app.press(esc);
    await app.sees('pods  5');
    expect(detail.isClosed).toBe(true);
  });

  it('opens a text at its end where that matters, and shows its last line above a message', async () => {
    const lines = Array.from({ length: 60 }, (_, at) => `line ${at + 1}`);
    const app = await openPods(opened({ kind: 'detail', detail: fakeDetail(lines, { fromEnd: true }) }));
    await app.press('p');
    await app.sees('40 to 60 of 60');
    expect(app.screen()).not.toContain('follows');
    await app.press('g');
    await app.sees('1 to 21 of 60');
    await app.press('n');
    await app.sees('Search with / first.');
    await app.press('G');
    await app.sees('to 60 of 60');
    await app.sees('line 60');
  });

  it('stayed at the first of the matches near the end of a text', async () => {
    const lines = Array.from({ length: 60 }, (_, at) => `line ${at + 1} ${at > 54 ? 'far' : ''}`);
    const app = await openPods(opened({ kind: 'detail', detail: fakeDetail(lines) }));
    await app.press('d');
    await app.sees('1 to 21 of 60');
    await app.press(`/far${enter}`);
    await app.sees('to 60 of 60');
    const top = () => app.ui.get().opened.at(-1)?.detail?.state.top;
    await app.press('n');
    expect(top()).toBe(56);
    await app.press('n');
    expect(top()).toBe(57);
    await app.press('NNN');
    expect(top()).toBe(59);
  });

  it('left the screen blank where a command had printed nothing', async () => {
    const app = await openPods(opened({ kind: 'detail', detail: fakeDetail([]) }));
    await app.press('p');
    await app.sees('It printed nothing.');
  });

  it('follows a text that grows, until it is scrolled', async () => {
    const lines = Array.from({ length: 60 }, (_, at) => `line ${at + 1}`);
    const detail = fakeDetail(lines, { follows: true });
    const app = await openPods(opened({ kind: 'detail', detail }));
    await app.press('l');
    await app.sees('40 to 60 of 60  follows');
    detail.set([...lines, 'line 61']);
    await app.sees('41 to 61 of 61  follows');
    await app.press('k');
    await app.sees('40 to 60 of 61  paused');
    await app.press('G');
    await app.sees('follows');
  });

  it('asks before it deletes, and deletes nothing on no', async () => {
    let deleted = 0;
    const app = await openPods(
      opened({
        kind: 'ask',
        question: 'Delete it?',
        command: 'kubectl delete pod kafka-0',
        yes() {
          deleted += 1;
          return { kind: 'message', text: 'pod "kafka-0" deleted' };
        },
      }),
    );
    await app.press(ctrlD);
    await app.sees('Delete it?');
    await app.press('c');
    expect(app.copied).toEqual(['kubectl delete pod kafka-0']);
    await app.press('n');
    await app.seesNot('Delete it?');
    expect(deleted).toBe(0);
    await app.press(ctrlD);
    await app.sees('Delete it?');
    await app.press('y');
    await app.sees('pod "kafka-0" deleted');
    expect(deleted).toBe(1);
  });

  it('opens another one over it, and comes back to the row that was selected', async () => {
    const sets = fakeView({ ...podRows, rows: podRows.rows.slice(0, 1) }, { title: 'replicasets' });
    const app = await openPods(opened({ kind: 'view', view: sets }));
    await app.press(`jj${enter}`);
    await app.sees('replicasets  1');
    await app.press(esc);
    await app.sees('▸ kafka-2');
    expect(sets.isClosed).toBe(true);
  });

  it('asks for a line where it needs one', async () => {
    const typed: string[] = [];
    const accept = (text: string): Outcome => {
      typed.push(text);
      return { kind: 'message', text: 'sent' };
    };
    const app = await openPods(opened({ kind: 'type', prompt: 'message:', text: '', accept }));
    await app.press(enter);
    await app.sees('message:');
    await app.press(`hello${enter}`);
    await app.sees('sent');
    expect(typed).toEqual(['hello']);
  });

  it('says why an action failed', async () => {
    const failing = fakeView(podRows, {
      answer: () => Promise.reject(new LabError('cluster', 'the pod is gone')),
    });
    const app = await openPods(failing);
    await app.press('d');
    await app.sees('the pod is gone');
  });

  it('does not show what comes after the learner has left', async () => {
    let answer = (_outcome: Outcome): void => {};
    const detail = fakeDetail(['late']);
    const waiting = fakeView(podRows, { answer: () => new Promise((resolve) => (answer = resolve)) });
    const app = await openPods(waiting);
    await app.press('d');
    await app.press(esc);
    await app.seesNot('kubectl get pods');
    answer({ kind: 'detail', detail });
    await app.press('?');
    await app.sees('Everywhere');
    expect(detail.isClosed).toBe(true);
  });

  it('gives way to the screen when a command is typed that is about a step', async () => {
    const view = fakeView(podRows);
    const app = await openPods(view);
    await app.press(`:theme dark${enter}`);
    await app.sees('pods  5');
    await app.press(`:1.2${enter}`);
    await app.sees('▸○ 1.2');
    expect(view.isClosed).toBe(true);
  });

  it('lists its keys on the help page', async () => {
    const app = await openPods();
    await app.press('?');
    await app.sees('The selected row');
    await app.sees('delete it, after asking');
    await app.press(esc);
    await app.sees('pods  5');
  });

  it('that does not exist is an unknown command, with the nearest name', async () => {
    const app = await openPods();
    await app.press(`:posd${enter}`);
    await app.sees('There is no command or view `:posd`. Did you mean `:pods`?');
  });
});

it('a line that could not be used was gone, and the next escape left the view', async () => {
  const accept = (text: string): Outcome => {
    if (text !== '700') throw new LabError('usage', `\`${text}\` is no place in a partition`);
    return { kind: 'message', text: 'there' };
  };
  const app = await openPods(opened({ kind: 'type', prompt: 'offset:', text: '', accept }));
  await app.press('d');
  await app.sees('offset:');
  await app.press(`70x${enter}`);
  await app.sees('`70x` is no place in a partition');
  await app.press('\u007f0');
  await app.press(enter);
  await app.sees('there');
  await app.press('d');
  await app.press(`x${enter}`);
  await app.sees('`x` is no place');
  await app.press(esc);
  await app.seesNot('offset:');
  await app.sees('pods  5');
});

it('a view went on to other rows and showed the last of them', async () => {
  const app = await openPods(opened({ kind: 'other-rows' }));
  await app.press('G');
  await app.sees('▸ zookeeper-0');
  await app.press('d');
  await app.sees('▸ kafka-0');
});

it('all namespaces began at the first row instead of the selected one, sorted anew', async () => {
  const all = fakeView(
    {
      ...podRows,
      rows: [{ id: 'coredns', cells: ['coredns', '1/1', 'Running', '0', '1h'] }, ...podRows.rows],
    },
    { title: 'all pods' },
  );
  const app = await openPods(opened({ kind: 'view', view: all, instead: true }));
  await app.press('>j');
  await app.sees('NAME↑');
  await app.sees('▸ kafka-0');
  await app.press('d');
  await app.sees('all pods  6');
  await app.sees('NAME↑');
  await app.sees('▸ kafka-0');
});
