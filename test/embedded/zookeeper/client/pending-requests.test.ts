import { expect, it } from 'vitest';
import {
  PendingRequests,
  type Request,
} from '../../../../source/embedded/zookeeper/client/pending-requests.ts';
import { JuteReader } from '../../../../source/embedded/zookeeper/protocol/bytes.ts';
import { errorCodes } from '../../../../source/embedded/zookeeper/protocol/error.ts';

function request(path: string, heard: string[]): Request {
  return {
    type: 1,
    path,
    body: Buffer.alloc(0),
    onReply: () => heard.push(`${path} answered`),
    onError: ({ code }) => heard.push(`${path} ${code}`),
  };
}

const nothing = new JuteReader(Buffer.alloc(0));

it('matches replies by xid, each once, in any order', () => {
  const heard: string[] = [];
  const requests = new PendingRequests();
  const first = requests.sending(request('/a', heard));
  const second = requests.sending(request('/b', heard));
  expect(requests.settle(second, errorCodes.NONODE, nothing)).toBe(true);
  expect(requests.settle(first, errorCodes.OK, nothing)).toBe(true);
  expect(requests.settle(first, errorCodes.OK, nothing)).toBe(false);
  expect(heard).toEqual(['/b NONODE', '/a answered']);
});

it('a lost connection fails requests that were sent, and keeps those that wait for the next one', () => {
  const heard: string[] = [];
  const requests = new PendingRequests();
  const xid = requests.sending(request('/sent', heard));
  requests.keep(request('/waiting', heard));
  requests.failSent('CONNECTIONLOSS');
  expect(heard).toEqual(['/sent CONNECTIONLOSS']);
  expect(requests.settle(xid, errorCodes.OK, nothing)).toBe(false);
  expect(requests.takeWaiting().map(({ path }) => path)).toEqual(['/waiting']);
  requests.keep(request('/again', heard));
  requests.failAll('SESSIONEXPIRED');
  expect(heard.at(-1)).toBe('/again SESSIONEXPIRED');
  expect(requests.takeWaiting()).toEqual([]);
});
