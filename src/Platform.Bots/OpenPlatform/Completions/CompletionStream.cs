using System.Text.Json;
using Platform.Bots.OpenPlatform.Answers;
using Platform.Bots.OpenPlatform.Calls;
using Platform.Bots.OpenPlatform.Requests;
using Platform.Model.Serving;

namespace Platform.Bots.OpenPlatform.Completions;

/// <summary>A completion in pieces: the prompt again when asked for, text as it comes, the reason, the usage when asked for, <c>[DONE]</c>.</summary>
/// <param name="promptText">Empty when it is not to be told again.</param>
internal sealed class CompletionStream(ApiCall call, CompletionBody body, AnswerHead head, string promptText)
{
    private readonly int[] _offsets = new int[body.Choices];
    private readonly bool[] _began = new bool[body.Choices];
    private IReadOnlyList<TokenInfo> _prompt = [];

    /// <param name="events">Standing on the one that says that the request was admitted.</param>
    public async Task RunAsync(IAsyncEnumerator<GenerationEvent> events)
    {
        using var stream = new EventStream(call.Http);
        try
        {
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
            case GenerationEvent.Prompt prompt:
                _prompt = prompt.Tokens;
                break;
            case GenerationEvent.Token token:
                Begin(stream, token.Choice);
                if (token.Text.Length > 0 || body.LogProbs is not null)
                    stream.Write(new Piece(this, token.Choice, token.Text, token.Tokens, null), WritePiece);
                break;
            case GenerationEvent.Finished { Reason: FinishReason.Error } failed:
                throw new ApiException(StatusCodes.Status500InternalServerError, failed.Failure ?? "The model failed.");
            case GenerationEvent.Finished { Reason: FinishReason.Cancelled }:
                throw new ModelUnavailableException("The model was stopped before the answer was whole. Try again in a moment.");
            case GenerationEvent.Finished finished:
                Begin(stream, finished.Choice);
                stream.Write(new Piece(this, finished.Choice, body.Suffix, [], AnswerHead.ReasonOf(finished.Reason)), WritePiece);
                break;
            case GenerationEvent.Completed { Usage: var usage } when body.IncludeUsage:
                stream.Write((head, usage), WriteUsage);
                break;
        }
    }

    private void Begin(EventStream stream, int choice)
    {
        if (_began[choice])
            return;
        _began[choice] = true;
        if (body.Echo)
            stream.Write(new Piece(this, choice, promptText, _prompt, null), WritePiece);
    }

    private static void WritePiece(Utf8JsonWriter json, Piece piece)
    {
        json.WriteStartObject();
        piece.Stream.Head.Write(json);
        json.WriteStartArray("choices"u8);
        json.WriteStartObject();
        json.WriteNumber("index"u8, piece.Choice);
        json.WriteString("text"u8, piece.Text);
        if (piece.Stream.TellsTokens && piece.Tokens.Count > 0)
            piece.Stream._offsets[piece.Choice] = TokenWriting.WriteLists(json, piece.Tokens, piece.Stream._offsets[piece.Choice]);
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

    private bool TellsTokens => body.LogProbs is not null;

    private sealed record Piece(CompletionStream Stream, int Choice, string Text, IReadOnlyList<TokenInfo> Tokens, string? FinishReason);
}
