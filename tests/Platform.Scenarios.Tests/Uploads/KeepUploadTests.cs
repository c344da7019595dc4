using System.IO.Pipelines;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Platform.Scenarios.Uploads;
using Platform.Testing;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Uploads;

public sealed class KeepUploadTests
{
    private const int Size = 600;

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Files_that_come_at_once_do_not_take_more_room_together_than_there_is()
    {
        await using var host = new TestHost();
        var limits = new UploadLimits(1000, 1000);
        var slow = new Pipe(new PipeOptions(pauseWriterThreshold: Size, resumeWriterThreshold: 1));
        await using var coming = slow.Reader.AsStream();
        var first = KeepAsync(host, "c1", coming, limits);
        await slow.Writer.WriteAsync(new byte[Size], Cancel); // ends when they are read: the first has looked for room
        using var whole = new MemoryStream(new byte[Size]);

        (await KeepAsync(host, "c1", whole, limits)).ShouldBeOfType<KeepUploadOutcome.Kept>();
        await slow.Writer.CompleteAsync();

        (await first).ShouldBeOfType<KeepUploadOutcome.TooLarge>();
        Directory.GetFiles(Path.Combine(host.DataFolder, "uploads")).ShouldHaveSingleItem();
    }

    [Fact]
    public async Task What_all_files_may_take_holds_for_whoever_keeps_one()
    {
        await using var host = new TestHost(("DirectLine:UploadsInAll", "1024"));
        var limits = new UploadLimits(1000, 1000);
        using var first = new MemoryStream(new byte[Size]);
        using var second = new MemoryStream(new byte[Size]);

        (await KeepAsync(host, "c1", first, limits)).ShouldBeOfType<KeepUploadOutcome.Kept>();
        (await KeepAsync(host, "c2", second, limits)).ShouldBeOfType<KeepUploadOutcome.TooLarge>();
    }

    private static Task<KeepUploadOutcome> KeepAsync(TestHost host, string conversation, Stream bytes, UploadLimits limits) =>
        host.Services.GetRequiredService<IMediator>().Send(new KeepUpload("test", conversation, "a.bin", "application/octet-stream", bytes, limits), Cancel);
}
