namespace Platform.Testing;

/// <summary>A folder that is deleted with everything in it when it is disposed.</summary>
public sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("platform-test-").FullName;

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
