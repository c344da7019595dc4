using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Logging;
using Platform.Model.Routes;
using Platform.Scenarios.Simulation.Characters;

namespace Platform.Scenarios.Simulation.Wording;

/// <summary>Lets a small model of dialogue choose among the engine's wordings of a turn: it is held to them word by word, so that it can choose what follows best and invent nothing.</summary>
internal sealed class WordingChoice(TimeProvider clock, ILogger logger)
{
    /// <summary>What stands for the silence before a person speaks first; such models were trained with it.</summary>
    private const string Silence = "…";

    private const int CharactersShown = 500; // leaves about half of a context of 1,024 tokens for the reply

    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(3);
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <param name="lastReply">What the person said before: in the first turn its opening.</param>
    /// <returns>The chosen one, marked with the model's name; null when there is nothing to choose, or the model failed or was too slow.</returns>
    public async Task<PlayTurn?> ChooseAsync(
        RoutedModel model, string skill, IReadOnlyList<PlayTurn> wordings, IReadOnlyList<PlayTurn> earlier, string? lastReply, CancellationToken cancellationToken)
    {
        if (wordings.Count < 2)
            return null;
        using var limit = new CancellationTokenSource(model.TimeLimit < Longest ? model.TimeLimit : Longest, clock);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(limit.Token, cancellationToken);
        try
        {
            var options = new ChatOptions { Temperature = 0, ResponseFormat = ChatResponseFormat.ForJsonSchema(Schema(wordings)) };
            var response = await model.Client.GetResponseAsync(Messages(earlier, lastReply, wordings[0].Utterance), options, both.Token).WaitAsync(both.Token);
            return Chosen(wordings, response.Text) is { } turn ? turn with { Reply = turn.Reply with { WordedBy = $"{turn.Reply.WordedBy}, {model.Model}" } } : null;
        }
        catch (Exception broken) when (!cancellationToken.IsCancellationRequested) // whatever a model does, the trainee gets an answer
        {
            logger.VoiceFailed(skill, model.Model, 1, limit.IsCancellationRequested ? "TimeLimit" : broken.GetType().Name);
            return null;
        }
    }

    /// <summary>The end of the session as such a model learned dialogues: who speaks to the person is the user, the person answers.</summary>
    private static List<ChatMessage> Messages(IReadOnlyList<PlayTurn> earlier, string? lastReply, string utterance)
    {
        var heard = utterance.Length <= CharactersShown ? utterance : utterance[^CharactersShown..];
        var messages = new List<ChatMessage> { new(ChatRole.User, heard) };
        var lines = earlier.Select(turn => (Heard: turn.Utterance, Said: turn.Reply.Words)).ToList();
        if (lines.Count == 0 && lastReply is not null)
            lines.Add((Silence, lastReply));
        var room = CharactersShown - heard.Length;
        for (var at = lines.Count - 1; at >= 0; at--)
        {
            room -= lines[at].Heard.Length + lines[at].Said.Length;
            if (room < 0)
                break;
            messages.InsertRange(0, [new ChatMessage(ChatRole.User, lines[at].Heard), new ChatMessage(ChatRole.Assistant, lines[at].Said)]);
        }

        return messages;
    }

    private static JsonElement Schema(IReadOnlyList<PlayTurn> wordings) => JsonSerializer.SerializeToElement(new Dictionary<string, object>(StringComparer.Ordinal) { ["enum"] = wordings.Select(turn => turn.Reply.Words) }, Plain);

    private static PlayTurn? Chosen(IReadOnlyList<PlayTurn> wordings, string text)
    {
        try
        {
            var words = JsonSerializer.Deserialize<string>(text);
            return wordings.FirstOrDefault(turn => turn.Reply.Words == words);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
