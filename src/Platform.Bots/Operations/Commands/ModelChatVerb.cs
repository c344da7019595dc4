using System.CommandLine;
using System.Globalization;
using Microsoft.Extensions.AI;
using Platform.Model.Serving;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform model chat FOLDER</c>: a conversation with a checkpoint, streamed; with <c>--prompt</c> one question and its answer.</summary>
internal static class ModelChatVerb
{
    public static Command Create()
    {
        var folder = ModelCommand.Folder();
        var prompt = new Option<string?>("--prompt") { Description = "Answer this and end; without it, lines are read until an empty one." };
        var system = new Option<string?>("--system") { Description = "Said to the model before everything else." };
        var most = new Option<int>("--max-tokens") { Description = "Most tokens of an answer.", DefaultValueFactory = _ => 512 };
        var temperature = new Option<float>("--temperature") { Description = "0 takes the likeliest token each time.", DefaultValueFactory = _ => 0.7f };
        var seed = new Option<long?>("--seed") { Description = "Same seed, same answer." };
        var command = new Command("chat", "Talks with a checkpoint.") { folder, prompt, system, most, temperature, seed };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            var options = new ChatOptions { MaxOutputTokens = parsed.GetValue(most), Temperature = parsed.GetValue(temperature), Seed = parsed.GetValue(seed), Instructions = parsed.GetValue(system) };
            await using var serving = ServedFolder.Open(parsed.GetValue(folder)!, [.. parsed.UnmatchedTokens]);
            using var client = new LocalChatClient(serving.Host, ServedFolder.Name);
            return await CommandLine.Guarded(() => TalkAsync(client, parsed.GetValue(prompt), options, cancellationToken));
        }));
        return command;
    }

    private static async Task<int> TalkAsync(LocalChatClient client, string? prompt, ChatOptions options, CancellationToken cancellationToken)
    {
        var messages = new List<ChatMessage>();
        while ((prompt ?? await AskAsync(cancellationToken)) is { Length: > 0 } question)
        {
            messages.Add(new ChatMessage(ChatRole.User, question));
            var updates = new List<ChatResponseUpdate>();
            try
            {
                await foreach (var update in client.GetStreamingResponseAsync(messages, options, cancellationToken))
                {
                    updates.Add(update);
                    await Console.Out.WriteAsync(update.Text);
                    await Console.Out.FlushAsync(cancellationToken);
                }
            }
            catch (AdmissionException refusal)
            {
                throw new StartupException(refusal.Message);
            }

            await Console.Out.WriteLineAsync();
            messages.AddMessages(updates);
            if (prompt is not null)
                break;
            var usage = updates.ToChatResponse().Usage;
            await Console.Error.WriteLineAsync(string.Create(CultureInfo.InvariantCulture, $"({usage?.InputTokenCount} tokens, {usage?.CachedInputTokenCount} of them known; {usage?.OutputTokenCount} generated)"));
        }

        return 0;
    }

    private static async Task<string?> AskAsync(CancellationToken cancellationToken)
    {
        await Console.Error.WriteAsync("> ");
        return await Console.In.ReadLineAsync(cancellationToken);
    }
}
