using System.Text.Json.Nodes;
using Platform.Scenarios.Practice.Authoring;
using Shouldly;
using Xunit;

namespace Platform.Scenarios.Tests.Practice.Authoring;

public sealed class ContentDocumentTests
{
    private const string Text =
        """
        {
          // who this is
          "id": "a", "unknown": { "keep": [1, 2,] },
          "facts": [
            { "id": "one", "say": ["甲", "乙"], "gate": "free" },
            { "id": "two", "say": ["丙"] } // last
          ],
          "phrases": {
            "hold": [
              "x",
              "y"
            ]
          }
        }
        """;

    private static ContentDocument Document => ContentDocument.TryRead(Text).ShouldNotBeNull();

    [Fact]
    public void Only_the_value_that_is_set_changes()
    {
        Document.With("facts/0/gate", JsonValue.Create("asked")).Text.ShouldBe(Text.Replace("\"free\"", "\"asked\"", StringComparison.Ordinal));
        Document.With("facts/1/say", new JsonArray("丙", "“丁”")).Text.ShouldBe(Text.Replace("[\"丙\"]", "[\"丙\",\"“丁”\"]", StringComparison.Ordinal));
        Document.With("phrases/hold", new JsonArray("x", "z")).Text.ShouldBe(Text.Replace("\"y\"", "\"z\"", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_missing_on_the_way_is_added_and_can_be_taken_out_again()
    {
        var more = Document.With("profile/age", JsonValue.Create(61)).With("facts/1/gate", JsonValue.Create("asked"));

        more.ValueAt("profile/age").ShouldBe("61");
        more.ValueAt("facts/1/gate").ShouldBe("asked");
        more.Text.ShouldContain("// who this is");
        more.Text.ShouldContain("\"keep\": [1, 2,]");
        var less = more.Without("profile").Without("facts/1/gate");
        less.Text.ReplaceLineEndings("\n").ShouldBe(Text.ReplaceLineEndings("\n"));
    }

    [Fact]
    public void Entries_are_added_at_the_end_and_taken_from_any_place()
    {
        var three = Document.Plus("facts", new JsonObject { ["id"] = "three" });

        three.CountAt("facts").ShouldBe(3);
        three.ValueAt("facts/2/id").ShouldBe("three");
        three.Without("facts/0").ValueAt("facts/0/id").ShouldBe("two");
        three.Without("facts/1").ValueAt("facts/1/id").ShouldBe("three");
        three.Without("facts/2").CountAt("facts").ShouldBe(2);
        Document.Without("facts/0").Without("facts/0").Plus("facts", new JsonObject { ["id"] = "new" }).ValueAt("facts/0/id").ShouldBe("new");
        Document.Plus("checks", new JsonObject { ["id"] = "c" }).ValueAt("checks/0/id").ShouldBe("c");
    }

    [Fact]
    public void Lines_are_read_one_a_line_and_what_is_not_there_is_empty()
    {
        Document.LinesAt("facts/0/say").ShouldBe("甲\n乙");
        Document.LinesAt("nothing/here").ShouldBe("");
        Document.ValueAt("facts/9/id").ShouldBe("");
        Document.Without("nothing/here").Text.ShouldBe(Text);
    }

    [Theory]
    [InlineData("{ \"a\": ")]
    [InlineData("[]")]
    [InlineData("")]
    public void What_is_no_object_is_not_read(string text) => ContentDocument.TryRead(text).ShouldBeNull();
}
