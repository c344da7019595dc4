using System.Runtime.InteropServices;
using System.Text.Json;
using Platform.Bots.OpenPlatform.Calls;
using Platform.Bots.OpenPlatform.Requests;
using Platform.Model.Serving;

namespace Platform.Bots.OpenPlatform.Embeddings;

/// <summary><c>POST /v1/embeddings</c>.</summary>
internal sealed class EmbeddingEndpoint(ModelHost host, ModelDirectory directory)
{
    private const int MostInputs = 2048;

    public async Task HandleAsync(ApiCall call)
    {
        var fields = await call.ReadAsync();
        await directory.AnswerAsync(call, "embeddings", target => AnswerAsync(call, fields, target.Model));
    }

    private async Task AnswerAsync(ApiCall call, RequestFields fields, string model)
    {
        var inputs = InputFields.Prompts(fields.Find("input"), "input", MostInputs);
        for (var i = 0; i < inputs.Count; i++)
            if (inputs[i] is ModelPrompt.Text { Value.Length: 0 })
                throw ApiException.Invalid("input", $"input[{i}] is empty. Give a text with at least one character.");
        var isBase64 = fields.Text("encoding_format") switch
        {
            null or "float" => false,
            "base64" => true,
            _ => throw ApiException.Invalid("encoding_format", "encoding_format is not known; it must be float or base64."),
        };
        var dimensions = fields.Integer("dimensions", 1, int.MaxValue);
        fields.Text("user");
        call.WarnOf(fields);

        var result = await host.EmbedAsync(new EmbeddingRequest { Model = model, Inputs = inputs, Dimensions = dimensions, Tenant = call.Caller.Tenant }, call.Aborted);
        await WriteAsync(call, result, isBase64);
    }

    private static async Task WriteAsync(ApiCall call, EmbeddingResult result, bool isBase64)
    {
        call.Http.Response.ContentType = "application/json";
        await using (var json = new Utf8JsonWriter(call.Http.Response.BodyWriter))
        {
            json.WriteStartObject();
            json.WriteString("object"u8, "list"u8);
            json.WriteStartArray("data"u8);
            for (var i = 0; i < result.Vectors.Count; i++)
            {
                json.WriteStartObject();
                json.WriteString("object"u8, "embedding"u8);
                json.WriteNumber("index"u8, i);
                if (isBase64)
                    json.WriteBase64String("embedding"u8, MemoryMarshal.AsBytes(result.Vectors[i].AsSpan())); // little-endian, as the clients read it
                else
                    WriteNumbers(json, result.Vectors[i]);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteString("model"u8, call.Model);
            json.WriteStartObject("usage"u8);
            json.WriteNumber("prompt_tokens"u8, result.PromptTokens);
            json.WriteNumber("total_tokens"u8, result.PromptTokens);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        await call.Http.Response.BodyWriter.FlushAsync(call.Aborted);
    }

    private static void WriteNumbers(Utf8JsonWriter json, float[] vector)
    {
        json.WriteStartArray("embedding"u8);
        foreach (var number in vector)
            json.WriteNumberValue(number);
        json.WriteEndArray();
    }
}
