// Drives Microsoft's directlinejs against a running platform: node directline.mjs CHECK BASE_URL TOKEN
// Prints what the client saw as one JSON object; the C# test judges it.
import { createRequire } from 'node:module';
const require = createRequire(import.meta.url);
const WebSocket = require('ws');
const { Observable } = require('rxjs/Observable');
globalThis.WebSocket = WebSocket; // directlinejs looks whether there is one

const { DirectLine, ConnectionStatus } = require('botframework-directlinejs');
const [check, base, token] = process.argv.slice(2);
const domain = `${base}v3/directline`;
const sleep = ms => new Promise(done => setTimeout(done, ms));
const requests = [];

// The browser's part: rxjs 5 wants XMLHttpRequest, which Node has not.
function ajax({ method = 'GET', url, body, headers, responseType, timeout = 20000 }) {
  return Observable.create(subscriber => {
    const isForm = body instanceof FormData;
    fetch(url, {
      method, headers: { 'X-Requested-With': 'XMLHttpRequest', ...headers }, signal: AbortSignal.timeout(timeout),
      body: body === undefined || isForm || typeof body === 'string' ? body : JSON.stringify(body)
    }).then(async answer => {
      if (!url.startsWith('data:')) requests.push(`${method} ${new URL(url).pathname.split('/').slice(3).join('/').replace(/conversations\/[^/]+/, 'conversations/*')} ${answer.status}`);
      const response = responseType === 'arraybuffer' ? await answer.arrayBuffer() : await answer.json().catch(() => null);
      const xhr = { getResponseHeader: name => answer.headers.get(name) };
      if (answer.ok) { subscriber.next({ response, status: answer.status, xhr }); subscriber.complete(); }
      else subscriber.error({ status: answer.status, response, xhr });
    }).catch(failure => subscriber.error({ status: 0, message: failure.message, xhr: { getResponseHeader: () => null } }));
  });
}

const sockets = [];
class WatchedSocket extends WebSocket {
  constructor(url) { super(url); sockets.push(this); }
}

function connect(options = {}) {
  const line = new DirectLine({ token, domain, ajax, WebSocket: WatchedSocket, random: () => 0, ...options }); // random 0: the shortest wait of 3 s before a reconnect
  const seen = [], statuses = [];
  line.connectionStatus$.subscribe(status => statuses.push(ConnectionStatus[status]));
  line.activity$.subscribe(activity => seen.push(activity), failure => statuses.push(`failed: ${failure.message ?? failure}`));
  const say = (text, more = {}) => post(line, { type: 'message', text, from: { id: 'ignored' }, channelData: { clientActivityID: `client-${text}` }, ...more });
  const until = async (condition, what) => {
    for (let i = 0; i < 300; i++, await sleep(50)) if (condition(seen)) return;
    throw new Error(`${what} did not come within 15 s; statuses ${statuses}; seen ${JSON.stringify(seen.map(a => a.text ?? a.type))}; requests ${requests.join(', ')}`);
  };
  return { line, seen, statuses, say, until };
}
const post = (line, activity) => new Promise((done, fail) => line.postActivity(activity).subscribe(done, fail));
const messages = seen => seen.filter(a => a.type === 'message');
const short = a => ({ id: a.id, type: a.type, text: a.text, role: a.from.role, from: a.from.id, client: a.channelData?.clientActivityID, stream: a.channelData?.streamId, streamType: a.channelData?.streamType, sequence: a.channelData?.streamSequence });

const checks = {
  async talk(options) {
    const { line, seen, statuses, say, until } = connect(options);
    await until(s => messages(s).length >= 1, 'the greeting');
    const ids = [];
    for (const text of ['one', 'two', 'three']) ids.push(await say(text));
    await until(s => messages(s).length >= 7, 'the answers');
    await sleep(700); // time for something that must not come
    return { ids, statuses, seen: seen.map(short), sessionId: await new Promise((done, fail) => line.getSessionId().subscribe(done, fail)) };
  },
  poll: () => checks.talk({ webSocket: false, pollingInterval: 200 }),
  async stream() {
    const { seen, say, until } = connect();
    await until(s => messages(s).length >= 1, 'the greeting');
    await say('check stream');
    await until(s => messages(s).length >= 3, 'the answer');
    return { seen: seen.map(short) };
  },
  async drop() {
    const { seen, say, until, statuses } = connect();
    await until(s => messages(s).length >= 1, 'the greeting');
    await say('before');
    await until(s => messages(s).length >= 3, 'the first answer');
    sockets.at(-1).terminate();
    await say('meanwhile');
    await until(s => messages(s).length >= 5, 'what was said meanwhile');
    await say('after');
    await until(s => messages(s).length >= 7, 'what was said afterwards');
    await sleep(700);
    return { seen: seen.map(short), sockets: sockets.length, statuses };
  },
  async upload() {
    const { line, seen, until } = connect();
    await until(s => messages(s).length >= 1, 'the greeting');
    const bytes = Buffer.alloc(3000, 7);
    const url = `data:image/png;base64,${bytes.toString('base64')}`;
    const id = await post(line, {
      type: 'message', text: 'files', from: { id: 'me' }, channelData: { clientActivityID: 'u1' },
      attachments: [{ contentType: 'image/png', contentUrl: url, name: '照片.png' }, { contentType: 'text/plain', contentUrl: 'data:text/plain,hello', name: '照片.png' }]
    });
    await until(s => s.some(a => a.id === id), 'the message');
    const attachments = seen.find(a => a.id === id).attachments;
    const contents = await Promise.all(attachments.map(async a => (await (await fetch(a.contentUrl)).arrayBuffer()).byteLength));
    return { attachments, contents };
  },
  async refresh() {
    const { line, say, until } = connect();
    await until(s => messages(s).length >= 1, 'the greeting');
    const before = line.token;
    await sleep(1100); // tokens tell seconds
    line.token = await new Promise((done, fail) => line.refreshToken().subscribe(done, fail));
    await say('with the new token');
    await until(s => messages(s).length >= 3, 'the answer');
    return { changed: before !== line.token, requests };
  },
  async resume() {
    const first = connect();
    await first.until(s => messages(s).length >= 1, 'the greeting');
    await first.say('remember me');
    await first.until(s => messages(s).length >= 3, 'the answer');
    const { conversationId, watermark } = first.line;
    first.line.end();
    const whole = connect({ conversationId });
    await whole.until(s => messages(s).length >= 3, 'the history');
    const rest = connect({ conversationId, watermark });
    await rest.say('next');
    await rest.until(s => messages(s).length >= 2, 'what is new');
    await sleep(500);
    return { whole: whole.seen.map(short), rest: rest.seen.map(short) };
  }
};

try {
  console.log(JSON.stringify(await checks[check]()));
  process.exit(0);
} catch (failure) {
  console.error(failure.stack ?? JSON.stringify(failure));
  process.exit(1);
}
