using Microsoft.EntityFrameworkCore;
using Platform.Data;
using Platform.Data.Conversations;
using Platform.Testing;

namespace Platform.Benchmarks.Search;

/// <summary>Fills a database with dialogues of made-up words, some of which hold a word that is searched for.</summary>
internal static class HeldDialogues
{
    public const string InOneOfFive = "公积金";
    public const string InOneOfFifty = "overdraft";
    public const string InOneOfThousand = "罗盘座";
    public const string Nowhere = "恐龙化石";

    /// <summary>From the beginning of one to the beginning of the next.</summary>
    public static readonly TimeSpan Apart = TimeSpan.FromSeconds(86.4);

    private const int TurnsEach = 6;
    private const int AtOnce = 1000;
    private const int WordsEach = 20;

    private static readonly string[] Words =
    [
        "办理", "社保卡", "居住证", "登记", "户口", "公交", "地铁", "申请", "证明", "材料", "窗口", "时间", "费用", "网上", "预约", "周末", "孩子", "老人", "房屋", "合同",
        "bicycle", "library", "parking", "permit", "resident", "office", "opening", "hours", "online", "form", "please", "where", "when", "renew", "fee", "card",
    ];

    /// <returns>When the last turn of the newest was said.</returns>
    public static async Task<DateTimeOffset> FillAsync(IDbContextFactory<PlatformDbContext> contexts, int conversations, CancellationToken cancellationToken)
    {
        var chance = new Random(1);
        var begin = DateTimeOffset.UtcNow - (Apart * conversations);
        for (var done = 0; done < conversations; done += AtOnce)
        {
            await using var db = await contexts.CreateDbContextAsync(cancellationToken);
            db.ChangeTracker.AutoDetectChangesEnabled = false;
            for (var n = done; n < Math.Min(done + AtOnce, conversations); n++)
                Add(db, n, begin + (Apart * n), chance);
            await db.SaveChangesAsync(cancellationToken);
        }

        return begin + (Apart * (conversations - 1)) + TimeSpan.FromSeconds(TurnsEach);
    }

    private static void Add(PlatformDbContext db, int n, DateTimeOffset at, Random chance)
    {
        var conversation = SampleTurns.Conversation($"held-{n}", n % 3 == 0 ? "msteams" : "directline", at);
        (conversation.LastTurnAt, conversation.Locale, conversation.UserId) = (at.AddSeconds(TurnsEach), n % 4 == 0 ? "en-US" : "zh-CN", $"dl_{n}");
        db.Add(conversation);
        for (var sequence = 1; sequence <= TurnsEach; sequence++)
        {
            var isUser = sequence % 2 == 1;
            var text = string.Join(n % 4 == 0 ? " " : "", Enumerable.Range(0, WordsEach).Select(_ => Words[chance.Next(Words.Length)])) + (sequence == 3 ? Planted(n) : "");
            db.Add(new Turn
            {
                ConversationId = conversation.Id,
                Sequence = sequence,
                Speaker = isUser ? Speaker.User : Speaker.Bot,
                Kind = "message",
                ActivityId = $"{n}-{sequence}",
                InReplyTo = isUser ? null : sequence - 1,
                Text = text,
                Content = $$$"""{"type":"message","text":"{{{text}}}","from":{"id":"dl_{{{n}}}"},"channelData":{"clientActivityID":"{{{Guid.NewGuid()}}}"}}""",
                At = at.AddSeconds(sequence),
                State = isUser ? TurnState.Answered : TurnState.Sent,
                Decision = isUser ? null : "answered",
                Details = isUser ? null : DetailsOf(text),
            });
        }
    }

    /// <summary>As long as what the bot keeps of how it came to an answer.</summary>
    private static string DetailsOf(string text)
    {
        var candidates = string.Join(',', Enumerable.Range(0, 8).Select(rank => $$$"""{"score":0.{{{rank}}},"entry":"{{{Guid.NewGuid()}}}"}"""));
        return $$$"""{"query":"{{{text}}}","candidates":[{{{candidates}}}]}""";
    }

    private static string Planted(int n) => $"{(n % 5 == 0 ? InOneOfFive : "")}{(n % 50 == 3 ? $" {InOneOfFifty}" : "")}{(n % 1000 == 7 ? InOneOfThousand : "")}";
}
