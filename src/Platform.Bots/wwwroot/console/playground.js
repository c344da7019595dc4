// Runs the playground's requests from the browser, as any program would, and shows what comes.
const runs = new Map();
const mostRaw = 200_000; // characters

export function stop(column) {
  runs.get(column)?.abort();
}

// Returns a small summary; text, tokens and events are written into the page here.
export async function run(column, key, body, stopAfter) {
  const place = (part) => document.getElementById(`${part}-${column}`);
  const show = new Shown(place('out'), place('tokens'), place('raw'));
  runs.get(column)?.abort();
  const abort = new AbortController();
  runs.set(column, abort);
  const began = performance.now();
  const result = { status: 0, requestId: null, retryAfter: null, warning: null, firstMs: null, totalMs: 0, tokens: 0, promptTokens: null, reason: null, error: null, stopped: false };
  try {
    const answer = await fetch('/v1/chat/completions', {
      method: 'POST', body, signal: abort.signal, credentials: 'omit', cache: 'no-store',
      headers: { 'Content-Type': 'application/json', Authorization: `Bearer ${key}` },
    });
    result.status = answer.status;
    for (const [name, field] of [['requestId', 'x-request-id'], ['retryAfter', 'retry-after'], ['warning', 'x-warning']]) result[name] = answer.headers.get(field);
    show.raw(`HTTP ${answer.status}\n${[...answer.headers].map(([name, value]) => `${name}: ${value}`).join('\n')}\n\n`);
    if (!answer.headers.get('content-type')?.startsWith('text/event-stream')) {
      const text = await answer.text();
      show.raw(text);
      take(result, JSON.parse(text), show);
    } else {
      for await (const data of events(answer.body, show)) {
        if (data === '[DONE]') break;
        result.firstMs ??= null;
        take(result, JSON.parse(data), show, () => { result.firstMs ??= performance.now() - began; });
        if (stopAfter > 0 && result.tokens >= stopAfter) abort.abort();
      }
    }
  } catch (failure) {
    result.stopped = abort.signal.aborted;
    if (!result.stopped) result.error ??= String(failure?.message ?? failure);
  }
  show.finish();
  result.totalMs = performance.now() - began;
  if (runs.get(column) === abort) runs.delete(column);
  return result;
}

function take(result, piece, show, onText) {
  if (piece.error) {
    result.error = piece.error.message ?? 'error';
    return;
  }
  const choice = piece.choices?.[0];
  const said = choice?.delta ?? choice?.message;
  const tokens = choice?.logprobs?.content ?? [];
  if (said?.content || tokens.length) {
    onText?.();
    if (tokens.length) for (const token of tokens) show.token(token);
    else show.text(said.content);
    result.tokens += Math.max(tokens.length, 1);
  }
  for (const call of said?.tool_calls ?? []) show.text(`\n${call.function?.name ?? ''}(${call.function?.arguments ?? ''})\n`);
  if (choice?.finish_reason) result.reason = choice.finish_reason;
  if (piece.usage) {
    result.promptTokens = piece.usage.prompt_tokens;
    result.tokens = piece.usage.completion_tokens;
  }
}

async function* events(stream, show) {
  const reader = stream.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    show.raw(value);
    rest += value;
    let end;
    while ((end = rest.indexOf('\n')) >= 0) {
      const line = rest.slice(0, end).trimEnd();
      rest = rest.slice(end + 1);
      if (line.startsWith('data: ')) yield line.slice(6);
    }
  }
}

// What one run shows: coloured text, the same as a list, and the raw answer.
class Shown {
  constructor(out, tokens, raw) {
    Object.assign(this, { out, list: tokens, rawPlace: raw, rawText: '', decoder: new TextDecoder() });
    for (const place of [out, tokens, raw]) place?.replaceChildren();
  }

  raw(text) {
    if (this.rawText.length < mostRaw) this.rawText += text;
    if (this.rawPlace && !this.waiting) this.waiting = requestAnimationFrame(() => { this.waiting = 0; this.rawPlace.textContent = this.rawText; });
  }

  text(text) {
    this.out.append(text);
  }

  token(token) {
    const text = token.bytes?.length ? this.decoder.decode(new Uint8Array(token.bytes), { stream: true }) : '';
    const share = Math.exp(token.logprob);
    const percent = `${(share * 100).toFixed(1)} %`;
    const others = (token.top_logprobs ?? []).slice(0, 5).map((other) => `${JSON.stringify(other.token)} ${(Math.exp(other.logprob) * 100).toFixed(1)} %`).join(', ');
    if (text) {
      const span = document.createElement('span');
      span.className = `p${share >= 0.9 ? 4 : share >= 0.6 ? 3 : share >= 0.3 ? 2 : share >= 0.1 ? 1 : 0}`;
      span.title = others ? `${percent}; ${others}` : percent;
      span.textContent = text;
      this.out.append(span);
    }
    const line = document.createElement('li');
    line.textContent = `${JSON.stringify(token.token)} ${percent}${others ? ` (${others})` : ''}`;
    this.list?.append(line);
  }

  finish() {
    const rest = this.decoder.decode();
    if (rest) this.out.append(rest);
  }
}
