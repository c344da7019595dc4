using System.Text.Json;
using Platform.Bots.OpenPlatform.Calls;
using Platform.Bots.OpenPlatform.Requests;
using Platform.Model.Serving;
using Platform.Model.Tokenization;

namespace Platform.Bots.OpenPlatform.Tokens;

/// <summary><c>POST /v1/tokenize</c> and <c>/v1/detokenize</c>, in vLLM's form: what a prompt costs, and what ids say.</summary>
internal sealed class TokenEndpoints(ModelHost host, ModelDirectory directory)
{
    public async Task TokenizeAsync(ApiCall call)
    {
        var fields = await call.ReadAsync();
        var model = directory.ServedBehind(call);
        var prompt = PromptOf(fields);
        var withTexts = fields.Flag("return_token_strs") ?? false;
        call.WarnOf(fields);

        var tokens = await host.TokenizeAsync(model, prompt, call.Aborted);
        var texts = new List<string>();
        if (withTexts)
            foreach (var id in tokens.Ids)
                texts.Add(await host.DetokenizeAsync(model, [id], call.Aborted));
        await WriteAsync(call, json =>
        {
            json.WriteNumber("count"u8, tokens.Ids.Count);
            json.WriteNumber("max_model_len"u8, tokens.Context);
            json.WriteStartArray("tokens"u8);
            foreach (var id in tokens.Ids)
                json.WriteNumberValue(id);
            json.WriteEndArray();
            if (!withTexts)
                return;
            json.WriteStartArray("token_strs"u8);
            foreach (var text in texts)
                json.WriteStringValue(text);
            json.WriteEndArray();
        });
    }

    public async Task DetokenizeAsync(ApiCall call)
    {
        var fields = await call.ReadAsync();
        var model = directory.ServedBehind(call);
        var ids = InputFields.Tokens(fields.Find("tokens"), "tokens");
        call.WarnOf(fields);
        var text = await host.DetokenizeAsync(model, ids, call.Aborted);
        await WriteAsync(call, json => json.WriteString("prompt"u8, text));
    }

    private static ModelPrompt PromptOf(RequestFields fields)
    {
        if (fields.List("messages", 2_000) is not { } messages)
            return new ModelPrompt.Text(fields.Text("prompt") ?? throw ApiException.Invalid("prompt", "prompt is missing. Give a text as prompt, or messages."));
        return new ModelPrompt.Chat(
            [.. messages.Select((message, i) => new TemplateMessage(ChatMessageFields.Read(message, $"messages[{i}]")))],
            ToolUse.Read(fields.List("tools", 128), null).Tools is { Count: > 0 } tools ? tools : null,
            fields.Flag("add_generation_prompt") ?? true);
    }

    private static async Task WriteAsync(ApiCall call, Action<Utf8JsonWriter> write)
    {
        call.Http.Response.ContentType = "application/json";
        await using (var json = new Utf8JsonWriter(call.Http.Response.BodyWriter))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }

        await call.Http.Response.BodyWriter.FlushAsync(call.Aborted);
    }
}
