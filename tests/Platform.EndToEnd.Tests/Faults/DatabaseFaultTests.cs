using System.Diagnostics;
using System.Net;
using Microsoft.Data.Sqlite;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.EndToEnd.Tests.Faults;

/// <summary>The database cannot be written for a while: senders are told so, nothing is half kept, and the server goes on afterwards.</summary>
public sealed class DatabaseFaultTests
{
    [Fact]
    public async Task While_another_process_holds_the_database_messages_are_refused_in_words_and_taken_afterwards()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var folder = new TemporaryFolder();
        await using var server = await ServerProcess.StartAsync(folder.Path, 0, [.. EchoServer.Settings, ("Database:BusyTimeout", "00:00:00.500")]);
        using var client = await DirectLineClient.StartAsync(server.Address, EchoServer.Secret, "u1", cancellationToken);
        (await client.PostAsync("before", "1", cancellationToken)).Status.ShouldBe(HttpStatusCode.OK);
        await client.ShouldHaveRepliesAsync(["before"], cancellationToken);

        await using (var other = new SqliteConnection($"Data Source={Path.Combine(folder.Path, "platform.db")};Pooling=False"))
        {
            await other.OpenAsync(cancellationToken);
            await ExecuteAsync(other, "BEGIN IMMEDIATE", cancellationToken);
            (await client.PostAsync("during", "2", cancellationToken)).Status.ShouldBe(HttpStatusCode.ServiceUnavailable);
            await ExecuteAsync(other, "ROLLBACK", cancellationToken);
        }

        (await client.PostAsync("during", "2", cancellationToken)).Status.ShouldBe(HttpStatusCode.OK);
        await client.ShouldHaveRepliesAsync(["before", "during"], cancellationToken);
    }

    [Fact]
    public async Task While_the_disk_is_full_messages_are_refused_in_words_and_taken_when_there_is_room_again()
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var disk = SmallFileSystem.Mount(megabytes: 96);
        await using var server = await ServerProcess.StartAsync(Path.Combine(disk.Path, "data"), 0, EchoServer.Settings);
        using var client = await DirectLineClient.StartAsync(server.Address, EchoServer.Secret, "u1", cancellationToken);
        (await client.PostAsync("before", "1", cancellationToken)).Status.ShouldBe(HttpStatusCode.OK);
        await client.ShouldHaveRepliesAsync(["before"], cancellationToken);

        disk.Fill();
        var big = new string('x', 100_000); // more than the journal has left over
        HttpStatusCode status;
        var accepted = new List<string> { "before" };
        do
        {
            (status, _) = await client.PostAsync($"{accepted.Count} {big}", $"full-{accepted.Count}", cancellationToken);
            if (status == HttpStatusCode.OK)
                accepted.Add($"{accepted.Count} {big}");
        }
        while (status == HttpStatusCode.OK && accepted.Count < 100);
        status.ShouldBe(HttpStatusCode.ServiceUnavailable);

        disk.MakeRoom();
        (await client.PostAsync("after", "after", cancellationToken)).Status.ShouldBe(HttpStatusCode.OK);
        await client.ShouldHaveRepliesAsync([.. accepted, "after"], cancellationToken);
    }

    private static async Task ExecuteAsync(SqliteConnection connection, string statement, CancellationToken cancellationToken)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync(cancellationToken);
    }
}

/// <summary>A file system of its own with little room, in memory; needs the right to mount.</summary>
internal sealed class SmallFileSystem : IDisposable
{
    private string Filler => System.IO.Path.Combine(Path, "filler");

    public string Path { get; } = Directory.CreateTempSubdirectory("platform-disk-").FullName;

    /// <summary>Skips the test where nothing may be mounted; the same fault is shown inside the database by <c>TurnWriterFaultTests</c>.</summary>
    public static SmallFileSystem Mount(int megabytes)
    {
        var disk = new SmallFileSystem();
        if (Run("mount", "-t", "tmpfs", "-o", $"size={megabytes}m", "tmpfs", disk.Path) == 0)
            return disk;
        Directory.Delete(disk.Path);
        Assert.Skip("A small file system cannot be mounted here: it needs Linux and root.");
        throw new UnreachableException();
    }

    public void Fill()
    {
        using var file = new FileStream(Filler, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        var part = new byte[4096];
        try
        {
            while (true)
                file.Write(part);
        }
        catch (IOException) // no room is left: what was wanted
        {
        }
    }

    public void MakeRoom() => File.Delete(Filler);

    public void Dispose()
    {
        Run("umount", "-l", Path);
        Directory.Delete(Path);
    }

    private static int Run(string program, params string[] arguments)
    {
        try
        {
            using var process = Process.Start(new ProcessStartInfo(program, arguments) { UseShellExecute = false, RedirectStandardError = true })!;
            process.WaitForExit();
            return process.ExitCode;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return -1;
        }
    }
}
