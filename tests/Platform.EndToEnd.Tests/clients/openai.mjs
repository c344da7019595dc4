// Drives OpenAI's own client for Node against a running platform: node openai.mjs BASE_URL KEY MODEL [forms]
// Prints what the client saw as one JSON object; the C# test judges it.
import OpenAI from 'openai';

const [base, key, model, forms] = process.argv.slice(2);
const client = new OpenAI({ baseURL: `${base}v1`, apiKey: key, maxRetries: 0 });
const messages = [{ role: 'user', content: 'Say something.' }];
const seen = {};

seen.models = (await client.models.list()).data.map(one => one.id);

const whole = await client.chat.completions.create({ model, messages, max_tokens: 8, seed: 7, temperature: 0.7, logprobs: true, top_logprobs: 2 });
seen.whole = { text: whole.choices[0].message.content, role: whole.choices[0].message.role, reason: whole.choices[0].finish_reason, usage: whole.usage,
  logprobs: whole.choices[0].logprobs.content.length, top: whole.choices[0].logprobs.content[0].top_logprobs.length };

const stream = await client.chat.completions.create({ model, messages, max_tokens: 8, seed: 7, temperature: 0.7, stream: true, stream_options: { include_usage: true } });
seen.stream = { text: '', roles: [], reason: null, usage: null };
for await (const chunk of stream) {
  const choice = chunk.choices[0];
  if (choice?.delta.role) seen.stream.roles.push(choice.delta.role);
  seen.stream.text += choice?.delta.content ?? '';
  seen.stream.reason ??= choice?.finish_reason ?? null;
  if (chunk.usage) seen.stream.usage = chunk.usage;
}

// the client's own helper, which puts the pieces together again
const helped = await client.chat.completions.stream({ model, messages, max_tokens: 8, seed: 7, temperature: 0.7 }).finalChatCompletion();
seen.helped = helped.choices[0].message.content;

const left = await client.chat.completions.create({ model, messages, max_tokens: 500, stream: true });
for await (const chunk of left) if (chunk.choices[0]?.delta.content) break; // leaving the loop hangs up
seen.left = true;

const floats = await client.embeddings.create({ model, input: ['one', 'two'], encoding_format: 'float' });
const packed = await client.embeddings.create({ model, input: ['one', 'two'] }); // the client asks for base64 by itself
seen.embeddings = { count: packed.data.length, length: packed.data[0].embedding.length, same: floats.data[0].embedding.every((x, i) => Math.abs(x - packed.data[0].embedding[i]) < 1e-6) };

const completion = await client.completions.create({ model, prompt: 'one two', max_tokens: 1, echo: true, logprobs: 1, temperature: 0 });
seen.completion = { text: completion.choices[0].text, logprobs: completion.choices[0].logprobs.token_logprobs, tokens: completion.choices[0].logprobs.tokens };

if (forms) {
  const schema = { type: 'object', properties: { name: { type: 'string', maxLength: 12 }, age: { type: 'integer' } }, required: ['name', 'age'], additionalProperties: false };
  const formed = await client.chat.completions.create({ model, messages, max_tokens: 80, response_format: { type: 'json_schema', json_schema: { name: 'person', schema, strict: true } } });
  seen.formed = JSON.parse(formed.choices[0].message.content);

  const tools = [{ type: 'function', function: { name: 'look_up', parameters: { type: 'object', properties: { word: { type: 'string', maxLength: 8 } }, required: ['word'], additionalProperties: false } } }];
  const called = await client.chat.completions.create({ model, messages, tools, tool_choice: 'required', max_tokens: 120 });
  seen.called = { name: called.choices[0].message.tool_calls?.[0]?.function.name, arguments: JSON.parse(called.choices[0].message.tool_calls?.[0]?.function.arguments ?? 'null'), reason: called.choices[0].finish_reason };
}

seen.errors = {};
for (const [name, act] of Object.entries({
  badKey: () => new OpenAI({ baseURL: `${base}v1`, apiKey: 'sk-no', maxRetries: 0 }).models.list(),
  noModel: () => client.chat.completions.create({ model: 'no-such-model', messages }),
  badValue: () => client.chat.completions.create({ model, messages, temperature: 9 }),
  tooLong: () => client.chat.completions.create({ model, messages, max_tokens: 1_000_000 }),
})) {
  try {
    await act();
    seen.errors[name] = null;
  } catch (error) {
    seen.errors[name] = { kind: error.constructor.name, status: error.status, code: error.code, param: error.param, type: error.type, id: error.requestID };
  }
}

console.log(JSON.stringify(seen));
