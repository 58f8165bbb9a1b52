/*
 * A separate program that sends a cheap request to each of the cluster's three listeners every 10 ms on one connection each, and reports
 * the response times. Its one argument: { url, token, kafka, zookeeper } (ports of 127.0.0.1 for the last two).
 * Every 100 ms it prints a line of JSON: { at, waits: { api: [ms, …], kafka: […], zookeeper: […] }, open: { … }, late: [ms, …] }. `open`
 * is how long an unanswered request has waited, 0 for none; `late` is how late this program's own timer was: the baseline of an idle
 * process on the same machine.
 */
import { Agent, request } from 'node:https';
import { connect } from 'node:net';

const everyMs = 10;
const reportEveryMs = 100;
const target = JSON.parse(process.argv[2]);
const round = (value) => Math.round(value * 10) / 10;

/** Sends one request after the other. A request whose connection broke is sent again; its waiting time continues. */
class Probe {
  waits = [];
  #askedAt;
  #isAsked = false;
  #ask;

  /** `open(probe)` connects, and calls the probe's `ready`, `answered` and `broken`. */
  constructor(open) {
    this.open = open;
    open(this);
    setInterval(() => this.#turn(), everyMs);
  }

  #turn() {
    if (this.#isAsked || this.#ask === undefined) return;
    this.#isAsked = true;
    this.#askedAt ??= performance.now();
    this.#ask();
  }

  ready(ask) {
    this.#ask = ask;
  }

  answered() {
    if (this.#askedAt !== undefined) this.waits.push(round(performance.now() - this.#askedAt));
    this.#askedAt = undefined;
    this.#isAsked = false;
  }

  broken() {
    this.#isAsked = false;
    this.#ask = undefined;
    // Nothing is sent while the connection is down; a pending request keeps waiting.
    this.#askedAt ??= performance.now();
    setTimeout(() => this.open(this), everyMs);
  }

  get waitsFor() {
    return this.#askedAt === undefined ? 0 : round(performance.now() - this.#askedAt);
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

function openApi(probe) {
  probe.ready(() => {
    const asking = request(
      `${target.url}/livez`,
      { agent, rejectUnauthorized: false, headers: { authorization: `Bearer ${target.token}` } },
      (response) => {
        response.resume();
        response.once('end', () => probe.answered());
        response.once('error', () => probe.broken());
      },
    );
    asking.once('error', () => probe.broken());
    asking.end();
  });
}

/** A connection whose responses are length-prefixed frames (4 bytes). */
function openFramed(port, onAnswer, onClose) {
  const socket = connect({ host: '127.0.0.1', port, noDelay: true });
  let held = Buffer.alloc(0);
  socket.on('data', (data) => {
    held = Buffer.concat([held, data]);
    while (held.length >= 4 && held.length >= 4 + held.readInt32BE(0)) {
      held = held.subarray(4 + held.readInt32BE(0));
      onAnswer();
    }
  });
  socket.on('error', () => {});
  socket.once('close', onClose);
  return socket;
}

function openKafka(probe) {
  const socket = openFramed(
    target.kafka,
    () => probe.answered(),
    () => probe.broken(),
  );
  // ApiVersions, version 0, correlation id 1, no client id.
  const apiVersions = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff]);
  socket.once('connect', () => probe.ready(() => socket.write(apiVersions)));
}

function openZooKeeper(probe) {
  let isOpen = false;
  // xid −2, type 11.
  const ping = Buffer.from([0, 0, 0, 8, 0xff, 0xff, 0xff, 0xfe, 0, 0, 0, 11]);
  const onAnswer = () => {
    if (isOpen) probe.answered();
    else probe.ready(() => socket.write(ping));
    isOpen = true;
  };
  const socket = openFramed(target.zookeeper, onAnswer, () => probe.broken());
  const hello = Buffer.alloc(4 + 45);
  hello.writeInt32BE(45, 0);
  hello.writeInt32BE(30_000, 16); // session timeout
  hello.writeInt32BE(16, 28); // length of the password
  socket.write(hello);
}

const probes = { api: new Probe(openApi), kafka: new Probe(openKafka), zookeeper: new Probe(openZooKeeper) };

let late = [];
let due = performance.now() + everyMs;
setInterval(() => {
  const now = performance.now();
  late.push(round(Math.max(0, now - due)));
  due = now + everyMs;
}, everyMs);

setInterval(() => {
  const waits = {};
  const open = {};
  for (const [name, probe] of Object.entries(probes)) {
    waits[name] = probe.waits;
    probe.waits = [];
    open[name] = probe.waitsFor;
  }
  process.stdout.write(`${JSON.stringify({ at: Date.now(), waits, open, late })}\n`);
  late = [];
}, reportEveryMs);

process.on('disconnect', () => process.exit());
