using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Platform.Model.Training;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform evaluate held-out FOLDER --documents FILE</c>: how well a checkpoint foretells answers it has not learned from.</summary>
internal static class EvaluateHeldOut
{
    public static Command Create()
    {
        var folder = ModelCommand.Folder();
        var documents = new Option<string>("--documents") { Description = "A file of corpus documents (JSON lines).", Required = true };
        var learn = new Option<LearnedTurns>("--turns") { Description = "Which turns count: Everything, Assistant or Last.", DefaultValueFactory = _ => LearnedTurns.Last };
        var block = new Option<int>("--block-tokens") { Description = "Longer dialogues are cut.", DefaultValueFactory = _ => 512 };
        var json = new Option<bool>("--json") { Description = "One JSON object instead of words." };
        var command = new Command("held-out", "Measures a checkpoint on documents: nats per token and bits per character.") { folder, documents, learn, block, json };
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            var figure = HeldOutMeasure.Run(parsed.GetValue(folder)!, parsed.GetValue(documents)!, parsed.GetValue(learn), parsed.GetValue(block), cancellationToken);
            await Console.Out.WriteLineAsync(parsed.GetValue(json) ? JsonSerializer.Serialize(figure, JsonSerializerOptions.Web)
                : string.Create(CultureInfo.InvariantCulture, $"{figure.Loss:0.0000} nats/token, {figure.BitsPerCharacter:0.000} bits/character over {figure.Tokens:N0} tokens"));
            return 0;
        }));
        return command;
    }
}
