using System.Globalization;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Platform.Data.Conversations;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.CustomerService;
using Platform.Scenarios.DocumentWriting.Checks;
using Platform.Scenarios.DocumentWriting.Facts;
using Platform.Scenarios.DocumentWriting.Genres;
using Platform.Scenarios.Turns;

namespace Platform.Scenarios.DocumentWriting;

/// <summary>
/// Writing in a channel: <c>写一份关于……的通知</c>; it asks for what is missing, shows the outline, writes at <c>写</c>,
/// rewrites a section by instruction, and gives the DOCX as a link. Whoever asks for a person gets one; a delivered document takes only what is said of it.
/// </summary>
internal sealed partial class DocumentWritingScenario(IServiceScopeFactory scopes, DocumentWriter writer, IOptions<ConversationOptions> conversations) : IInvitedScenario
{
    public const string ScenarioName = "writing";

    /// <summary>Part of a turn's time for models; the rest is for the file and the reply.</summary>
    private const double ModelShare = 0.8;

    /// <summary>Decision of every reply while a document is being written.</summary>
    private const string Writing = "writing";

    private static readonly GenreCatalog Catalog = GenreCatalog.Shipped;

    /// <summary>Asked for once although a document can do without.</summary>
    private static readonly string[] AskedOnce = [Slots.Purpose, Slots.Grounds, Slots.Present];

    public string Name => ScenarioName;

    private TimeSpan ModelTime => conversations.Value.TurnTimeLimit * ModelShare;

    public bool IsInvited(Dialogue dialogue)
    {
        if (dialogue.Heard.Kind != "message")
            return false;
        var text = dialogue.Heard.Text?.Trim() ?? "";
        return Call().IsMatch(text) || (Running(dialogue) is { } state && (state.Document is null ? !AsksForPerson(state, text) : IsAbout(state, text, dialogue.Heard.Content)));
    }

    public async IAsyncEnumerable<ReplyEvent> RespondAsync(Dialogue dialogue, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        if (dialogue.Heard.Kind != "message")
            yield break;
        var text = dialogue.Heard.Text?.Trim() ?? "";
        var zh = dialogue.IsChinese;
        yield return new ReplyEvent.Working();
        using var scope = scopes.CreateScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        var state = Running(dialogue);
        if (Stop().IsMatch(text))
            yield return new ReplyEvent.Said(Reply.Say(zh ? "好的，不写了。" : "All right, stopped."));
        else if (Call().Match(text) is { Success: true } call && (state is null || state.Document is not null || call.Groups["matter"].Length > 0))
            yield return new ReplyEvent.Said(Begin(call, zh));
        else if (state is null)
            yield return new ReplyEvent.Said(Genres(zh));
        else
        {
            var (brief, notes) = await WrittenMaterial.TakeAsync(state.Brief, dialogue.Heard.Content, mediator, zh, cancellationToken);
            var gotMaterial = !ReferenceEquals(brief, state.Brief);
            state = state with { Brief = brief, Outline = gotMaterial && state.Outline is { } outline ? OutlinePlanner.Assign(outline, brief) : state.Outline };
            yield return new ReplyEvent.Said(WithNotes(await GoOnAsync(dialogue, state, text, gotMaterial, mediator, cancellationToken), notes));
        }
    }

    /// <summary>While a slot is asked for, a mere noun such as 工作人员 is its value.</summary>
    private static bool AsksForPerson(WritingState state, string text) =>
        IntentReader.Read(text, DialogueState.Of([])) is Intent.AsksForPerson && (state.Asked is null || Person().IsMatch(text));

    /// <summary>Whether something is said of a document that was delivered.</summary>
    private static bool IsAbout(WritingState state, string text, string content) =>
        Stop().IsMatch(text) || Write().IsMatch(text) || Revise().IsMatch(FactReader.HalfWidth(text)) || OutlineEdit.Apply(state.Outline!, state.Brief, text) is not null
        || !ReferenceEquals(Fill(state, text), state) || WrittenMaterial.HasFiles(content);

    private static Reply Begin(Match call, bool zh)
    {
        if (Catalog.Find(call.Groups["genre"].Value) is not { } genre)
            return Genres(zh);
        var brief = new Brief { Genre = genre.Id };
        if (call.Groups["matter"].Value is { Length: > 0 } matter)
            brief = brief.With(Slots.Matter, matter);
        return Next(new WritingState(brief), zh);
    }

    private async Task<Reply> GoOnAsync(Dialogue dialogue, WritingState state, string text, bool gotMaterial, IMediator mediator, CancellationToken cancellationToken)
    {
        var zh = dialogue.IsChinese;
        if (state.Document is { } document && Revise().Match(FactReader.HalfWidth(text)) is { Success: true } revise)
            return await ReviseAsync(dialogue, state, document, int.Parse(revise.Groups["n"].Value, CultureInfo.InvariantCulture), revise.Groups["what"].Value, mediator, cancellationToken);
        if (state.Outline is { } outline && Write().IsMatch(text))
        {
            var written = await writer.WriteAsync(state.Brief, outline, ModelTime, cancellationToken);
            return await ShowAsync(dialogue, state with { Document = written }, mediator, cancellationToken);
        }

        if (state.Outline is { } open && OutlineEdit.Apply(open, state.Brief, text) is { } edited)
            return ShowOutline(state with { Outline = edited.Outline, Brief = edited.Brief, Document = null }, zh);
        var filled = Fill(state, text);
        if (!ReferenceEquals(filled, state))
            return Next(filled with { Outline = null, Document = null }, zh);
        if (state.Outline is null)
            return Next(state, zh);
        if (gotMaterial || text.Length == 0)
            return ShowOutline(gotMaterial ? state with { Document = null } : state, zh);
        return Say(state, zh
            ? "没看懂。可以说：写；第2节 改得更短；删除2；增加 标题：要点；字数 1200；取消。"
            : "I did not understand. Say: write; section 2 shorter; delete 2; add heading: point; length 1200; cancel.");
    }

    /// <summary>Lines that name their slot, or the answer to what was asked.</summary>
    private static WritingState Fill(WritingState state, string text)
    {
        var brief = state.Brief;
        var named = false;
        foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            if (Catalog.SlotList.FirstOrDefault(slot => slot.Id != Slots.Items && (line.StartsWith($"{slot.Name}：", StringComparison.Ordinal) || line.StartsWith($"{slot.Name}:", StringComparison.Ordinal))) is { } slot)
                (brief, named) = (brief.With(slot.Id, line[(slot.Name.Length + 1)..]), true);
        if (named)
            return state with { Brief = brief };
        if (state.Asked is not { } asked || text.Length == 0)
            return state;
        if (None().IsMatch(text))
            return state with { Brief = brief with { Waived = [.. brief.Waived, asked] } };
        if (asked == Slots.Items)
            return state with { Brief = brief with { Items = [.. text.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).Select(BriefItem.Parse).Where(item => item.Heading.Length + item.Points.Count > 0)] } };
        return state with { Brief = brief.With(asked, text) };
    }

    /// <summary>Asks for what is missing; when nothing is, shows the outline.</summary>
    private static Reply Next(WritingState state, bool zh)
    {
        var genre = Catalog[state.Brief.Genre];
        var wrong = state.Brief.Has(Slots.Date) && !Brief.IsDate(state.Brief.Value(Slots.Date)) ? Slots.Date : null;
        var missing = wrong ?? (state.Brief.Missing(genre, Catalog) is [var first, ..] ? first : null)
            ?? AskedOnce.FirstOrDefault(slot => genre.Optional.Contains(slot, StringComparer.Ordinal) && !state.Brief.Has(slot) && !state.Brief.Waived.Contains(slot, StringComparer.Ordinal));
        if (missing is null)
            return ShowOutline(state with { Asked = null, Outline = OutlinePlanner.Plan(state.Brief, Catalog) }, zh);
        var slot = Catalog.Slot(missing);
        return Say(state with { Asked = missing }, zh ? $"**{genre.Name}** · {slot.Name}：{slot.Ask}" : $"**{genre.English}** · {slot.English}: {slot.AskEnglish}");
    }

    private static Reply ShowOutline(WritingState state, bool zh)
    {
        var lines = state.Outline!.Nodes.Where(node => node.Kind is NodeKind.Section or NodeKind.Tail).Select((node, i) =>
            $"{i + 1}. {(node.Heading.Length > 0 ? node.Heading : node.MainPoint)}（{node.Length}{(zh ? "字" : " characters")}）{string.Concat(node.Points.Select(point => $"\n   - {point}"))}");
        var facts = FactTable.Of(state.Brief).Facts.Count;
        return Say(state, zh
            ? $"提纲（共约{state.Brief.Length}字，事实{facts}条）：\n\n{string.Join('\n', lines)}\n\n说“写”开始；也可以先改：删除2、增加 标题：要点、字数 1200，或者上传材料。"
            : $"Outline (about {state.Brief.Length} characters, {facts} facts):\n\n{string.Join('\n', lines)}\n\nSay \"write\" to begin, or change it first: delete 2, add heading: point, length 1200, or upload material.",
            [new Choice(zh ? "写" : "Write", zh ? "写" : "write"), new Choice(zh ? "取消" : "Cancel", zh ? "取消" : "cancel")]);
    }

    private async Task<Reply> ReviseAsync(Dialogue dialogue, WritingState state, WrittenDocument document, int number, string what, IMediator mediator, CancellationToken cancellationToken)
    {
        var sections = state.Outline!.Nodes.Where(node => node.Kind is NodeKind.Section or NodeKind.Tail).ToList();
        if (number < 1 || number > sections.Count)
            return Say(state, dialogue.IsChinese ? $"没有第{number}节，共{sections.Count}节。" : $"There is no section {number}; there are {sections.Count}.");
        var node = sections[number - 1];
        var revised = await writer.ReviseAsync(state.Brief, state.Outline, document, node, what, ModelTime, cancellationToken);
        if (!revised.IsFollowed)
            return Say(state, dialogue.IsChinese
                ? $"没有改动：没有写作模型按这个要求写出合格的文字。不用模型时只能改长短或换一种写法，例如：第{number}节 改得更短；第{number}节 重写。"
                : $"Nothing was changed: no model wrote acceptable words for this. Without one, a section can only become shorter or longer, or be worded anew: section {number} shorter; section {number} again.");
        var at = document.Paragraphs.ToList().FindIndex(paragraph => paragraph.Node == node.Id);
        var paragraphs = document.Paragraphs.Where(paragraph => paragraph.Node != node.Id).ToList();
        paragraphs.InsertRange(at < 0 ? paragraphs.Count : at, revised.Paragraphs);
        return await ShowAsync(dialogue, state with { Document = document with { Paragraphs = paragraphs } }, mediator, cancellationToken);
    }

    private static async Task<Reply> ShowAsync(Dialogue dialogue, WritingState state, IMediator mediator, CancellationToken cancellationToken)
    {
        var (document, zh) = (state.Document!, dialogue.IsChinese);
        var findings = new DriftMeter(state.Brief, Catalog, state.Outline!, FactTable.Of(state.Brief)).Measure(document).SelectMany(m => m.Drift?.Findings ?? []).ToList();
        var checks = findings.Count == 0
            ? zh ? "检查：没有发现问题。" : "Checks: nothing found."
            : $"{(zh ? "检查发现" : "Checks found")}：\n{string.Join('\n', findings.Take(8).Select(finding => $"- {(zh ? finding.Why : finding.WhyEnglish)}"))}";
        var score = LengthScore.Of(state.Brief.Length, document.Length);
        var late = document.Paragraphs.Any(paragraph => paragraph.WordedBy == WrittenParagraph.Engine && paragraph.Refused.Contains(CheckNames.Failed, StringComparer.Ordinal));
        var link = await DownloadLink.KeepAsync(dialogue, document, mediator, cancellationToken);
        var reply = Say(state, $"{MarkdownWriter.Write(document)}\n\n---\n\n{checks}\n{(zh ? $"篇幅 {document.Length}/{state.Brief.Length} 字，得分 {score:0}。" : $"{document.Length} of {state.Brief.Length} characters, length score {score:0}.")}{(!late ? "" : zh ? "有的小节没有等到模型的文字，先用了内置写作器的文字；可以说：第2节 重写。" : " For some sections no model answered in time; the built-in composer worded them. Say: section 2 again.")}{(zh ? "修改请说：第2节 改得更短。" : " To change it say: section 2 shorter.")}{(link is null ? "" : zh ? "\n\n下载 Word 文件 [1]" : "\n\nDownload the Word file [1]")}");
        return reply with
        {
            Citations = link is null ? [] : [link],
            AiGenerated = document.Paragraphs.Any(paragraph => paragraph.WordedBy is not (WrittenParagraph.Engine or WrittenParagraph.Person)),
        };
    }

    private static Reply Genres(bool zh) => new()
    {
        Text = zh ? "可以写这些公文，请选一种，例如“写一份关于开展消防检查的通知”。" : "These documents can be written; choose one.",
        Choices = [.. Catalog.Genres.Select(genre => new Choice(zh ? genre.Name : $"{genre.English} {genre.Name}", $"写{genre.Name}"))],
    };

    private static Reply WithNotes(Reply reply, IReadOnlyList<string> notes) => notes.Count == 0 ? reply : reply with { Text = $"{string.Join('\n', notes)}\n\n{reply.Text}" };

    private static Reply Say(WritingState state, string text, IReadOnlyList<Choice>? choices = null) =>
        new() { Text = text, Choices = choices ?? [], Decision = Writing, Details = JsonSerializer.Serialize(new WritingMark(state, DocumentWriter.PromptHash), Brief.Format) };

    /// <summary>What the bot's last reply was about, but for a word that something failed or about an account.</summary>
    private static WritingState? Running(Dialogue dialogue)
    {
        var details = dialogue.Recent.Where(line => line.Speaker == Speaker.Bot && line.Decision is not (Decisions.Failed or Decisions.Linking)).Reverse().TakeWhile(line => line.Decision == Writing)
            .Select(line => line.Details).FirstOrDefault(found => found is not null); // a reply to what was removed has lost its own
        return details is null ? null : JsonSerializer.Deserialize<WritingMark>(details, Brief.Format)?.Writing;
    }

    /// <param name="Asked">The slot that the last question was for.</param>
    private sealed record WritingState(Brief Brief, string? Asked = null, Outline? Outline = null, WrittenDocument? Document = null);

    private sealed record WritingMark(WritingState Writing, string Prompt);

    private const RegexOptions Form = RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant;

    [GeneratedRegex(@"^\s*(帮我|请)?(写|起草|拟)(一份|一篇|一个|份|篇|个)?\s*(关于(?<matter>.{2,60}?)的)?(?<genre>公文|通知|请示|报告|函|会议纪要|工作总结|学习心得|通报|决定|讲话稿)\s*[。.!！]?$|^\s*(write|draft)( an?)? (official )?(?<genre>document|notice|request|report|letter|minutes|summary|reflection|circular|decision|speech)\s*$", Form, 200)]
    private static partial Regex Call();

    [GeneratedRegex("^(取消|不写了|退出|结束写作|cancel|stop)[。.!！]?$", Form, 200)]
    private static partial Regex Stop();

    [GeneratedRegex(@"人工(?!智能)|真人|\b(person|human|agent|operator)\b", Form, 200)]
    private static partial Regex Person();

    [GeneratedRegex("^(写|写吧|开始写|开始|write|go)[。.!！]?$", Form, 200)]
    private static partial Regex Write();

    [GeneratedRegex("^(没有|无|不需要|跳过|none|no|skip)[。.!！]?$", Form, 200)]
    private static partial Regex None();

    [GeneratedRegex(@"^\s*(第\s*(?<n>[0-9]{1,2})\s*[节段部分]+|section\s+(?<n>[0-9]{1,2}))[\s，,:：]*(?<what>.{1,300})$", Form | RegexOptions.Singleline, 200)]
    private static partial Regex Revise();
}
