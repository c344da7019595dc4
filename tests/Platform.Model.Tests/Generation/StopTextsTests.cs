using Platform.Model.Generation;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Generation;

public sealed class StopTextsTests
{
    [Fact]
    public void A_stop_text_is_found_across_pieces_and_nothing_of_it_was_shown()
    {
        var stops = new StopTexts(["</end>"]);

        new[] { "one <", "/", "en", "d> two" }.Select(stops.Add).ShouldBe(["one ", "", "", ""]);

        stops.Found.ShouldBe("</end>");
        stops.Rest().ShouldBe("");
    }

    [Fact]
    public void What_only_began_like_one_is_shown_after_all()
    {
        var stops = new StopTexts(["abab", "b!"]);

        string.Concat(new[] { "ab", "a", "c", "ab" }.Select(stops.Add)).ShouldBe("abac");

        stops.Rest().ShouldBe("ab");
        stops.Found.ShouldBeNull();
    }

    [Fact]
    public void Cut_anywhere_the_result_is_that_of_the_whole_text()
    {
        var random = new Random(8);
        for (var round = 0; round < 3000; round++)
        {
            string Text(int least, int most) => string.Concat(Enumerable.Range(0, random.Next(least, most)).Select(_ => "ab好"[random.Next(3)]));
            string[] wanted = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Text(1, 4))];
            var (text, stops, shown) = (Text(0, 20), new StopTexts(wanted), "");
            var whole = new StopTexts(wanted);
            var expected = whole.Add(text) + whole.Rest();

            for (var at = 0; at < text.Length;)
            {
                var length = Math.Min(random.Next(1, 4), text.Length - at);
                shown += stops.Add(text.Substring(at, length));
                at += length;
            }

            (shown + stops.Rest()).ShouldBe(expected, $"'{text}' with stops {string.Join(",", wanted)}");
        }
    }
}
