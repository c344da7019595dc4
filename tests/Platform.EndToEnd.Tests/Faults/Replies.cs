using Platform.Testing;
using Shouldly;

namespace Platform.EndToEnd.Tests.Faults;

internal static class Replies
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    /// <summary>Waits until as many replies are there as expected; then there are exactly those, in that order.</summary>
    public static async Task ShouldHaveRepliesAsync(this DirectLineClient client, IReadOnlyList<string> expected, CancellationToken cancellationToken)
    {
        var until = DateTime.UtcNow + Patience;
        List<string> replies;
        do
        {
            await Task.Delay(50, cancellationToken);
            var (activities, _) = await client.ReadAsync(null, cancellationToken);
            replies = [.. activities.Where(EchoServer.IsAnswer).Select(a => (string)a["text"]!)];
        }
        while (replies.Count < expected.Count && DateTime.UtcNow < until);

        replies.ShouldBe(expected);
    }
}
