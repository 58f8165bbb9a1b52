import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Fixture, startFixture } from './fixture.ts';

let api: Fixture;

beforeAll(async () => {
  api = await startFixture();
});

afterAll(() => api.close());

it.each(['/api/v1/nodes', '/api/v1/nodes/worker', '/api/v1/pods', '/api/v1/nodes/none', '/apis'])(
  'ignored `pretty`, and ended %s without a line break',
  async (path) => {
    const { text, body } = await api.call(path);
    expect(text).toBe(`${JSON.stringify(body)}\n`);
    expect((await api.call(`${path}?pretty=true`)).text).toBe(JSON.stringify(body, null, 2));
    expect((await api.call(path, { headers: { 'User-Agent': 'curl/8.5.0' } })).text).toContain('\n  "');
    const refused = await api.call(`${path}?pretty=false`, { headers: { 'User-Agent': 'curl/8.5.0' } });
    expect(refused.text).toBe(text);
  },
);

it('printed a version that is hard to read', async () => {
  const { text, body } = await api.call('/version');
  expect(text).toBe(JSON.stringify(body, null, 2));
});
