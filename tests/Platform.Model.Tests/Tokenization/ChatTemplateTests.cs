using System.Diagnostics;
using System.Text.Json;
using Platform.Model.Tokenization;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Tokenization;

public sealed class ChatTemplateTests
{
    private static readonly JsonElement Known = ReadKnown();

    public static TheoryData<string> Cases => [.. Known.GetProperty("cases").EnumerateArray().Select(one => one.GetProperty("name").GetString()!)];

    [Theory]
    [MemberData(nameof(Cases))]
    public void A_published_template_is_rendered_as_jinja_does(string name)
    {
        var one = Known.GetProperty("cases").EnumerateArray().Single(each => each.GetProperty("name").GetString() == name);
        var template = ChatTemplate.Parse(Known.GetProperty("templates").GetProperty(one.GetProperty("template").GetString()!).GetString()!);
        var tools = one.GetProperty("tools") is { ValueKind: JsonValueKind.Array } given ? given.EnumerateArray().ToList() : null;

        var text = template.Render(
            [.. one.GetProperty("messages").EnumerateArray().Select(message => new TemplateMessage(message))],
            one.GetProperty("add_generation_prompt").GetBoolean(),
            tools,
            one.GetProperty("variables").EnumerateObject().ToDictionary(each => each.Name, each => (object?)each.Value, StringComparer.Ordinal));

        text.ShouldBe(one.GetProperty("expected").GetString());
    }

    [Fact]
    public void Yuan_has_its_own_form_without_a_template()
    {
        TemplateMessage[] messages = [new("user", "一\n二"), new("assistant", "三"), new("user", "四")];

        ChatTemplate.Yuan.Render(messages).ShouldBe("一<n>二<n>三<n>四<sep>");
        ChatTemplate.Yuan.Render(messages[..2], addGenerationPrompt: false).ShouldBe("一<n>二<sep>三<eod>");
    }

    [Fact]
    public void The_date_comes_from_the_clock()
    {
        var clock = new StoppedClock(new DateTimeOffset(2026, 3, 7, 9, 5, 0, TimeSpan.Zero));
        var template = ChatTemplate.Parse("{{ strftime_now('%d %b %Y, %-d.%m., %H:%M %A') }}");

        template.WithClock(clock).Render([]).ShouldBe("07 Mar 2026, 7.03., 09:05 Saturday");
    }

    [Fact]
    public void A_template_is_read_from_its_folder_with_the_special_tokens_it_names()
    {
        using var folder = new TemporaryFolder();
        TinyTokenizer.WriteLlama3(folder.Path);

        var template = ChatTemplate.Read(folder.Path).ShouldNotBeNull();

        template.Render([new("user", " hi ")]).ShouldBe("<|begin_of_text|><|start_header_id|>user<|end_header_id|>\n\nhi<|eot_id|><|start_header_id|>assistant<|end_header_id|>\n\n");
    }

    [Fact]
    public void A_conversation_that_the_template_refuses_says_why()
    {
        var template = ChatTemplate.Parse("{% if messages[0].role != 'user' %}{{ raise_exception('Begin with the user.') }}{% endif %}");

        Should.Throw<TokenizerException>(() => template.Render([new("system", "x")])).Message.ShouldContain("Begin with the user.");
    }

    [Theory]
    [InlineData("a\n{% include 'x' %}", "'include'", "line 2")]
    [InlineData("\n\n{{ x | xmlattr }}", "'xmlattr'", "line 3")]
    [InlineData("{{ f(*a) }}", "'*'", "line 1")]
    [InlineData("{% for a in b recursive %}{% endfor %}", "recursive", "line 1")]
    [InlineData("{% if x %}\n", "endif", "line 1")]
    [InlineData("{{ 'x }}", "closing quote", "line 1")]
    [InlineData("{% call f() %}{% endcall %}", "'call'", "line 1")]
    public void What_is_not_supported_is_refused_with_line_and_construct(string jinja, string construct, string line)
    {
        var message = Should.Throw<TokenizerException>(() => ChatTemplate.Parse(jinja)).Message;

        message.ShouldContain(construct);
        message.ShouldContain(line);
    }

    [Theory]
    [InlineData("{% for i in range(99999) %}{% for j in range(99999) %}x{% endfor %}{% endfor %}")]
    [InlineData("{{ 'x' * 1000000000000 }}")]
    [InlineData("{% set n = namespace(s='x') %}{% for i in range(60) %}{% set n.s = n.s ~ n.s %}{% endfor %}")]
    [InlineData("{% set a = [1]*1000 %}{% set b = [a]*1000 %}{% set c = [b]*1000 %}{{ c | tojson }}")]
    [InlineData("{% set a = [1]*1000 %}{% set b = [a]*1000 %}{% set c = [b]*1000 %}{% set d = [b]*1000 %}{{ c == d }}")]
    [InlineData("{% set s = 'a'*1000000 %}{{ s.replace('a', s) }}")]
    [InlineData("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}")]
    [InlineData("{{ range(10 ** 15) }}")]
    public void A_hostile_template_ends_with_an_error_and_in_time(string jinja)
    {
        var template = ChatTemplate.Parse(jinja);
        var watch = Stopwatch.StartNew();

        Should.Throw<TokenizerException>(() => template.Render([new("user", "x")]));

        watch.Elapsed.ShouldBeLessThan(TimeSpan.FromMinutes(3));
    }

    [Theory]
    [InlineData("(", ")", 5000)]
    [InlineData("1+", "", 200_000)]
    [InlineData("not ", "", 200_000)]
    [InlineData("", ".a", 200_000)]
    public void A_template_nested_without_end_is_refused_instead_of_overflowing_the_stack(string before, string after, int times)
    {
        var jinja = $"{{{{ {string.Concat(Enumerable.Repeat(before, times))}messages{string.Concat(Enumerable.Repeat(after, times))} }}}}";

        Should.Throw<TokenizerException>(() => ChatTemplate.Parse(jinja).Render([new("user", "x")]));
    }

    private static JsonElement ReadKnown()
    {
        using var file = typeof(ChatTemplateTests).Assembly.GetManifestResourceStream("template-cases.json")!;
        return JsonDocument.Parse(file).RootElement;
    }

    private sealed class StoppedClock(DateTimeOffset now) : TimeProvider
    {
        public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

        public override DateTimeOffset GetUtcNow() => now;
    }
}
