namespace Platform.Scenarios.Uploads;

/// <summary>What holds for every file, whoever keeps it; set by the channel that takes files.</summary>
public sealed class UploadOptions
{
    /// <summary>In bytes; all files of all conversations together, until they are deleted.</summary>
    public long InAll { get; set; } = 10L << 30;
}
