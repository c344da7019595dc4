using System.Text.Json;
using Platform.Bots.OpenPlatform.Answers;
using Platform.Bots.OpenPlatform.Calls;
using Platform.Bots.OpenPlatform.Requests;
using Platform.Model.Serving;

namespace Platform.Bots.OpenPlatform.Chat;

/// <summary>A chat's answer in pieces: the role first, then text and calls as they come, the reason, the usage when asked for, <c>[DONE]</c>.</summary>
internal sealed class ChatStream(ApiCall call, ChatBody body, AnswerHead head)
{
    private readonly ChatChoice[] _choices = [.. Enumerable.Range(0, body.Choices).Select(_ => new ChatChoice(body.Tools))];

    /// <param name="events">Standing on the one that says that the request was admitted.</param>
    public async Task RunAsync(IAsyncEnumerator<GenerationEvent> events)
    {
        using var stream = new EventStream(call.Http);
        try
        {
            for (var i = 0; i < _choices.Length; i++)
                stream.Write(new Piece(this, i) { Role = true }, WritePiece);
            await stream.SendAsync();
            await EventPump.RunAsync(events, stream, what => Write(stream, what));
            await stream.EndAsync();
        }
        catch (Exception failure) when (ApiFailures.Of(failure) is { } error)
        {
            call.Broke = failure;
            stream.WriteError(error);
            await stream.SendAsync();
        }
    }

    private void Write(EventStream stream, GenerationEvent what)
    {
        switch (what)
        {
            case GenerationEvent.Token token:
                var first = _choices[token.Choice].Calls.Count;
                var news = _choices[token.Choice].Add(token, keep: false);
                if (news.Text.Length > 0 || body.LogProbs && token.Tokens.Count > 0)
                    stream.Write(new Piece(this, token.Choice) { Text = news.Text, Tokens = body.LogProbs ? token.Tokens : null }, WritePiece);
                if (news.Calls.Count > 0)
                    stream.Write(new Piece(this, token.Choice) { Calls = news.Calls, FirstCall = first }, WritePiece);
                break;
            case GenerationEvent.Finished { Reason: FinishReason.Error } failed:
                throw new ApiException(StatusCodes.Status500InternalServerError, failed.Failure ?? "The model failed.");
            case GenerationEvent.Finished { Reason: FinishReason.Cancelled }:
                throw new ModelUnavailableException("The model was stopped before the answer was whole. Try again in a moment.");
            case GenerationEvent.Finished finished:
                var before = _choices[finished.Choice].Calls.Count;
                var rest = _choices[finished.Choice].Finish(finished, keep: false);
                if (rest.Text.Length > 0)
                    stream.Write(new Piece(this, finished.Choice) { Text = rest.Text }, WritePiece);
                if (rest.Calls.Count > 0)
                    stream.Write(new Piece(this, finished.Choice) { Calls = rest.Calls, FirstCall = before }, WritePiece);
                stream.Write(new Piece(this, finished.Choice) { FinishReason = _choices[finished.Choice].FinishReason }, WritePiece);
                break;
            case GenerationEvent.Completed { Usage: var usage } when body.IncludeUsage:
                stream.Write((head, usage), WriteUsage);
                break;
        }
    }

    private static void WritePiece(Utf8JsonWriter json, Piece piece)
    {
        json.WriteStartObject();
        piece.Stream.Head.Write(json);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, piece.Choice);
        json.WriteStartObject("delta"u8);
        if (piece.Role)
        {
            json.WriteString("role"u8, "assistant"u8);
            json.WriteString("content"u8, ""u8);
        }
        else if (piece.Calls is { } calls)
            ChatWriting.WriteCalls(json, calls, piece.FirstCall);
        else if (piece.Text is { } text)
            json.WriteString("content"u8, text);
        json.WriteEndObject();
        if (piece.Tokens is { } tokens)
            TokenWriting.WriteContent(json, tokens);
        else
            json.WriteNull("logprobs"u8);
        if (piece.FinishReason is { } reason)
            json.WriteString("finish_reason"u8, reason);
        else
            json.WriteNull("finish_reason"u8);
        json.WriteEndObject();
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteUsage(Utf8JsonWriter json, (AnswerHead Head, GenerationUsage Usage) end)
    {
        json.WriteStartObject();
        end.Head.Write(json);
        json.WriteStartArray("choices"u8);
        json.WriteEndArray();
        AnswerHead.WriteUsage(json, end.Usage);
        json.WriteEndObject();
    }

    private AnswerHead Head => head;

    /// <summary>What one event says; exactly one of its parts is there.</summary>
    private sealed record Piece(ChatStream Stream, int Choice)
    {
        public bool Role { get; init; }

        public string? Text { get; init; }

        public IReadOnlyList<TokenInfo>? Tokens { get; init; }

        public IReadOnlyList<ToolCall>? Calls { get; init; }

        public int FirstCall { get; init; }

        public string? FinishReason { get; init; }
    }
}
