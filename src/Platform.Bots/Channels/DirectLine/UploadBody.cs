using MediatR;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Net.Http.Headers;
using Platform.Bots.Channels.Activities;
using Platform.Scenarios.Uploads;

namespace Platform.Bots.Channels.DirectLine;

/// <summary>The body of an upload: one file as it is, or a form with files and the activity they belong to.</summary>
internal sealed class UploadBody(string conversation, IMediator mediator, DirectLineOptions options)
{
    private const string ActivityType = "application/vnd.microsoft.activity";
    private const string AnyType = "application/octet-stream";
    private const int LongestType = 255;
    private const int LongestBoundary = 200;

    private readonly List<KeptFile> _files = [];
    private long _room = options.LargestUpload;
    private (Activity Activity, string Content)? _activity;

    /// <returns>The refusal, or null.</returns>
    public async Task<DirectLineError?> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var type))
            return DirectLineError.WrongType("given");
        if (!type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
            return await KeepAsync(request.Body, request.ContentType, request.Headers.ContentDisposition.ToString(), cancellationToken);

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary);
        if (boundary.Length is 0 or > LongestBoundary)
            return DirectLineError.BadArgument("The form has no usable boundary.");
        var form = new MultipartReader(boundary.ToString(), request.Body) { HeadersCountLimit = 16, HeadersLengthLimit = 8 * 1024 };
        try
        {
            while (await form.ReadNextSectionAsync(cancellationToken) is { } part)
                if (await ReadAsync(part, cancellationToken) is { } refusal)
                    return refusal;
        }
        catch (Exception broken) when (broken is InvalidDataException or IOException and not BadHttpRequestException)
        {
            return DirectLineError.BadArgument("The form is broken.");
        }

        return _files.Count > 0 || _activity is not null ? null : DirectLineError.BadArgument("The form holds no file.");
    }

    /// <summary>The activity with the files as its attachments, by name where it names them.</summary>
    public ClientActivity ToActivity(string user, string? tokenUser, Uri root)
    {
        var (activity, content) = _activity ?? (new Activity { Type = ActivityTypes.Message }, """{"type":"message"}""");
        activity.From ??= new ChannelAccount();
        activity.From.Id = user;

        var waiting = _files.ToList();
        var attachments = new List<Attachment>();
        foreach (var attachment in activity.Attachments?.OfType<Attachment>() ?? [])
        {
            if (waiting.FirstOrDefault(f => f.GivenName == attachment.Name) is { } file)
            {
                waiting.Remove(file);
                (attachment.Name, attachment.ContentUrl) = (file.Name, file.AddressFrom(root));
                attachment.ContentType ??= file.ContentType;
            }

            attachments.Add(attachment);
        }

        attachments.AddRange(waiting.Select(f => new Attachment { ContentType = f.ContentType, ContentUrl = f.AddressFrom(root), Name = f.Name }));
        return new ClientActivity(conversation, activity, content, tokenUser) { Attachments = attachments };
    }

    /// <summary>Deletes what was kept, because the message was not taken.</summary>
    public async Task ForgetAsync()
    {
        foreach (var file in _files)
            await mediator.Send(new DropUpload(file.Key), CancellationToken.None);
    }

    private async Task<DirectLineError?> ReadAsync(MultipartSection part, CancellationToken cancellationToken)
    {
        if (!MediaTypeHeaderValue.TryParse(part.ContentType, out var type) || !type.MediaType.Equals(ActivityType, StringComparison.OrdinalIgnoreCase))
            return await KeepAsync(part.Body, part.ContentType, part.ContentDisposition, cancellationToken);

        if (_activity is not null)
            return DirectLineError.BadArgument("The form holds more than one activity.");
        if (await RequestBody.ReadAsync(part.Body, null, options.LargestRequest, cancellationToken) is not { } bytes)
            return DirectLineError.TooLarge;
        if (!ActivityJson.TryParse(bytes, out var activity, out var content, out var rule))
            return DirectLineError.BadArgument(rule);
        _activity = (activity, content);
        return null;
    }

    private async Task<DirectLineError?> KeepAsync(Stream body, string? contentType, string? contentDisposition, CancellationToken cancellationToken)
    {
        if (_files.Count == options.FilesPerUpload)
            return DirectLineError.BadArgument($"An upload holds at most {options.FilesPerUpload} files.");
        var given = ContentDispositionHeaderValue.TryParse(contentDisposition, out var disposition)
            ? disposition.FileNameStar.HasValue ? disposition.FileNameStar.Value : HeaderUtilities.RemoveQuotes(disposition.FileName).Value
            : null;
        var type = MediaTypeHeaderValue.TryParse(contentType, out var parsed) && parsed.MediaType.Length <= LongestType ? parsed.MediaType.Value! : AnyType;
        var name = UploadName.From(given);
        var limits = new UploadLimits(_room, options.UploadsPerConversation);
        switch (await mediator.Send(new KeepUpload(DirectLineChannel.Name, conversation, name, type, body, limits), cancellationToken))
        {
            case KeepUploadOutcome.Kept kept:
                _room -= kept.Size;
                _files.Add(new KeptFile(kept.Key, given, name, type));
                return null;
            default:
                return DirectLineError.TooLarge;
        }
    }

    private sealed record KeptFile(string Key, string? GivenName, string Name, string ContentType)
    {
        public string AddressFrom(Uri root) => $"{root.AbsoluteUri}v3/directline/uploads/{Key}/{Uri.EscapeDataString(Name)}";
    }
}
