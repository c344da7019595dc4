using System.Text.Json;
using MediatR;
using Platform.Scenarios.DocumentWriting.Layout;
using Platform.Scenarios.Turns;
using Platform.Scenarios.Uploads;

namespace Platform.Scenarios.DocumentWriting;

/// <summary>Keeps a written document as a file of its conversation, so that it goes when the conversation's files go, and says where it can be fetched.</summary>
internal static class DownloadLink
{
    private static readonly UploadLimits Limits = new(2 << 20, 64 << 20);

    /// <returns>Null when the conversation, or the platform, has no room left for files.</returns>
    public static async Task<Citation?> KeepAsync(Dialogue dialogue, WrittenDocument document, IMediator mediator, CancellationToken cancellationToken)
    {
        var name = UploadName.From($"{document.Title}.docx");
        using var bytes = new MemoryStream(WordWriter.Write(document));
        var kept = await mediator.Send(new KeepUpload(dialogue.Channel, ConversationOf(dialogue), name, WordWriter.MediaType, bytes, Limits), cancellationToken);
        return kept is KeepUploadOutcome.Kept file ? new Citation(1, name, document.Title, $"/v3/directline/uploads/{file.Key}/{Uri.EscapeDataString(name)}") : null;
    }

    private static string ConversationOf(Dialogue dialogue)
    {
        using var json = JsonDocument.Parse(dialogue.Heard.Content);
        return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.TryGetProperty("conversation", out var conversation)
            && conversation.ValueKind == JsonValueKind.Object && conversation.TryGetProperty("id", out var id) && id.ValueKind == JsonValueKind.String
            ? id.GetString()!
            : dialogue.Id.Value.ToString();
    }
}
