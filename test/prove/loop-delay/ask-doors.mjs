/*
 * A program of its own that asks each of the cluster's three doors for something cheap, every 10 ms on a connection of its own, and
 * tells how long each answer took. Its one argument: { url, token, kafka, zookeeper } (ports of 127.0.0.1 for the last two).
 * Every 100 ms a line of JSON: { at, waits: { api: [ms, …], kafka: […], zookeeper: […] }, open: { … }, late: [ms, …] }. `open` is for
 * how long the request that has no answer yet has waited, 0 for none; `late` is how late this program's own timer came: an idle
 * process on the same machine, at the same time.
 */
import { Agent, request } from 'node:https';
import { connect } from 'node:net';

const everyMs = 10;
const tellMs = 100;
const target = JSON.parse(process.argv[2]);
const round = (value) => Math.round(value * 10) / 10;

/** Asks, one request after the other. A request whose connection broke is asked again, and has waited all the while. */
class ControlPort {
  waits = [];
  #askedAt;
  #isAsked = false;
  #ask;

  /** `open(door)` connects, and calls `ready`, `answered` and `broken` of the door. */
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
    // Nobody is asked while it is not open; whoever waits for it waits.
    this.#askedAt ??= performance.now();
    setTimeout(() => this.open(this), everyMs);
  }

  get waitsFor() {
    return this.#askedAt === undefined ? 0 : round(performance.now() - this.#askedAt);
  }
}

const agent = new Agent({ keepAlive: true, maxSockets: 1 });

function openApi(door) {
  door.ready(() => {
    const asking = request(
      `${target.url}/livez`,
      { agent, rejectUnauthorized: false, headers: { authorization: `Bearer ${target.token}` } },
      (response) => {
        response.resume();
        response.once('end', () => door.answered());
        response.once('error', () => door.broken());
      },
    );
    asking.once('error', () => door.broken());
    asking.end();
  });
}

/** A connection whose answers are each a length of four bytes and as many more. */
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

function openKafka(door) {
  const socket = openFramed(
    target.kafka,
    () => door.answered(),
    () => door.broken(),
  );
  // ApiVersions, version 0, correlation id 1, no client id.
  const apiVersions = Buffer.from([0, 0, 0, 10, 0, 18, 0, 0, 0, 0, 0, 1, 0xff, 0xff]);
  socket.once('connect', () => door.ready(() => socket.write(apiVersions)));
}

function openZooKeeper(door) {
  let isOpen = false;
  // xid −2, type 11.
  const ping = Buffer.from([0, 0, 0, 8, 0xff, 0xff, 0xff, 0xfe, 0, 0, 0, 11]);
  const onAnswer = () => {
    if (isOpen) door.answered();
    else door.ready(() => socket.write(ping));
    isOpen = true;
  };
  const socket = openFramed(target.zookeeper, onAnswer, () => door.broken());
  const hello = Buffer.alloc(4 + 45);
  hello.writeInt32BE(45, 0);
  hello.writeInt32BE(30_000, 16); // session timeout
  hello.writeInt32BE(16, 28); // length of the password
  socket.write(hello);
}

const doors = {
  api: new ControlPort(openApi),
  kafka: new ControlPort(openKafka),
  zookeeper: new ControlPort(openZooKeeper),
};

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
  for (const [name, door] of Object.entries(doors)) {
    waits[name] = door.waits;
    door.waits = [];
    open[name] = door.waitsFor;
  }
  process.stdout.write(`${JSON.stringify({ at: Date.now(), waits, open, late })}\n`);
  late = [];
}, tellMs);

process.on('disconnect', () => process.exit());
