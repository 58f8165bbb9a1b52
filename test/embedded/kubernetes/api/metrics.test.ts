import { expect, it } from 'vitest';
import { startFixture } from './fixture.ts';

it('listed no checks for `?verbose`', async () => {
  const api = await startFixture();
  try {
    expect((await api.call('/readyz')).text).toBe('ok');
    expect((await api.call('/readyz?verbose')).text).toBe('[+]ping ok\nreadyz check passed\n');
  } finally {
    await api.close();
  }
});

it('answered 404 to `/metrics`', async () => {
  const api = await startFixture();
  try {
    const { status, headers, text } = await api.call('/metrics');
    expect(status).toBe(200);
    expect(headers['content-type']).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(text).toContain('\napiserver_storage_objects{resource="namespaces"} 2\n');
    expect(text).toContain('apiserver_storage_objects{resource="deployments.apps"} 0\n');
    for (const line of text.trimEnd().split('\n'))
      expect(line).toMatch(/^(# (HELP|TYPE) \w+ .+|\w+(\{[^}]+\})? \d+(\.\d+)?)$/);
    expect((await api.call('/')).body.paths).toContain('/metrics');
    expect((await api.call('/metrics', { headers: { Authorization: '' } })).status).toBe(401);
  } finally {
    await api.close();
  }
});
