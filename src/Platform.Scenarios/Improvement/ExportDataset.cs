using System.Text.Json;
using System.Text.Json.Nodes;
using MediatR;
using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Model.Corpus;

namespace Platform.Scenarios.Improvement;

/// <summary>Writes a dataset version as JSON lines, one corpus document a row, with a manifest beside them; a pair to learn from as messages, chosen and rejected.</summary>
/// <param name="Folder">Gets <c>train.jsonl</c>, <c>dev.jsonl</c> and <c>manifest.json</c>.</param>
public sealed record ExportDataset(Guid Version, string Folder) : IRequest<bool>;

internal sealed class ExportDatasetHandler(PlatformDbContext db) : IRequestHandler<ExportDataset, bool>
{
    /// <returns>False when there is no such version.</returns>
    public async Task<bool> Handle(ExportDataset command, CancellationToken cancellationToken)
    {
        if (await db.DatasetVersions.AsNoTracking().SingleOrDefaultAsync(v => v.Id == command.Version, cancellationToken) is not { } version)
            return false;
        Directory.CreateDirectory(command.Folder);
        await using (var train = new StreamWriter(Path.Combine(command.Folder, "train.jsonl")) { NewLine = "\n" })
        await using (var dev = new StreamWriter(Path.Combine(command.Folder, "dev.jsonl")) { NewLine = "\n" })
        {
            await foreach (var row in db.DatasetRows.AsNoTracking().Where(r => r.DatasetVersionId == version.Id).OrderBy(r => r.Place).AsAsyncEnumerable().WithCancellation(cancellationToken))
            {
                var line = new JsonObject
                {
                    ["id"] = $"{version.Name}/{version.Number}/{row.Place}",
                    ["source"] = version.Name,
                    ["licence"] = "consent",
                    ["skill"] = version.Name,
                    ["messages"] = JsonNode.Parse(row.Messages),
                    ["split"] = row.IsDev ? "dev" : "train",
                    ["consent"] = true,
                    ["conversation"] = row.ConversationId,
                    ["turn"] = row.TurnId,
                    ["review"] = row.ReviewId,
                    ["sha256"] = row.Hash,
                };
                if (row is { IsDev: false, Rejected: { } rejected })
                {
                    var messages = line["messages"]!.AsArray();
                    var chosen = messages[^1]!["content"]!.DeepClone();
                    messages.RemoveAt(messages.Count - 1);
                    (line["chosen"], line["rejected"]) = (chosen, rejected);
                }

                await (row.IsDev ? dev : train).WriteLineAsync(line.ToJsonString(Readable));
            }
        }

        var manifest = new { version.Name, version.Number, version.Fingerprint, version.TrainRows, version.DevRows, version.BuiltAt, Rule = JsonNode.Parse(version.Rule), Refused = JsonNode.Parse(version.Refused) };
        await File.WriteAllTextAsync(Path.Combine(command.Folder, "manifest.json"), JsonSerializer.Serialize(manifest, Readable), cancellationToken);
        return true;
    }

    private static readonly JsonSerializerOptions Readable = new(JsonSerializerDefaults.Web) { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
}
