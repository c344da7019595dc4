using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Platform.Model.Generation.Constraints;
using Platform.Model.Tokenization;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Generation.Constraints;

/// <summary>Forms that would take the stack, the memory or the time of a server.</summary>
public sealed class FormLimitsTests
{
    private const int Many = 5000;

    private readonly TextTokenizer _tokenizer = Tokenizer();

    public static TheoryData<string, string> WithoutEnd => new()
    {
        { """{"allOf":[{"$ref":"#"}]}""", "nested more than" },
        { """{"$defs":{"a":{"allOf":[{"$ref":"#/$defs/b"}]},"b":{"allOf":[{"$ref":"#/$defs/a"}]}},"$ref":"#/$defs/a"}""", "nested more than" },
        {
            """
            {"$defs":{"a":{"type":"object","properties":{"n":{"$ref":"#/$defs/a"}},"required":["n"]},"b":{"type":"object","properties":{"n":{"$ref":"#/$defs/b"}},"required":["n"]}},
            "oneOf":[{"$ref":"#/$defs/a"},{"$ref":"#/$defs/b"}]}
            """, "may fit the same value"
        },
        { """{"anyOf":[{"$ref":"#"}],"type":"object"}""", "nested more than" },
        { Filled("""{"$ref":"#/$defs/d0","$defs":{@,"d5000":{"type":"string"}}}""", Many, i => $"\"d{i}\":{{\"$ref\":\"#/$defs/d{i + 1}\"}}"), "nested more than" },
        { Filled("""{"type":"string","pattern":"a@"}""", 1, _ => new string('*', Many)), "quantifiers nested more than" },
        { Filled("""{"type":"string","pattern":"@"}""", 1, _ => new string('a', 20_000)), "at most 10000" },
        { Filled("""{"type":"object","properties":{@}}""", 20, i => $"\"l{i}\":{{\"type\":\"array\",\"maxItems\":1000}}"), "too large" },
        { """{"type":"array","minItems":1000,"items":{"type":"array","minItems":1000}}""", "needs at least" },
    };

    [Theory]
    [MemberData(nameof(WithoutEnd), DisableDiscoveryEnumeration = true)]
    public void A_schema_that_would_take_everything_is_refused(string schema, string why) =>
        Should.Throw<ConstraintException>(() => new ConstraintCompiler(_tokenizer).JsonSchema(Json(schema), 1000)).Message.ShouldContain(why);

    [Fact]
    public void A_refusal_shows_no_more_than_the_beginning_of_a_long_pattern() =>
        Should.Throw<ConstraintException>(() => new ConstraintCompiler(_tokenizer).Pattern(new string('a', 9000) + '(', 1000)).Message.Length.ShouldBeLessThan(1100);

    [Theory]
    [InlineData("((a?){2000}){50}")]
    [InlineData("(a?){2000}")]
    [InlineData("(a*b?){2000}")]
    public void A_pattern_whose_states_would_take_everything_is_refused_before_they_are_made(string pattern)
    {
        var compiler = new ConstraintCompiler(_tokenizer);
        var schema = JsonSerializer.SerializeToElement(new { type = "string", pattern });
        var before = GC.GetAllocatedBytesForCurrentThread();

        Should.Throw<ConstraintException>(() => compiler.Pattern(pattern, 1000)).Message.ShouldContain("too large");
        Should.Throw<ConstraintException>(() => compiler.JsonSchema(schema, 1000)).Message.ShouldContain("too large");

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(1000L << 20);
    }

    [Theory]
    [InlineData("(a?){200}b")]
    [InlineData("(.{0,200}!?){0,10}b")]
    public void Some_hundred_parts_that_need_not_come_are_kept(string pattern)
    {
        var (text, _) = new RandomModel(_tokenizer, 3).Say(new ConstraintCompiler(_tokenizer).Pattern(pattern, 20), ends: 0.2);

        Encoding.UTF8.GetString(text).ShouldEndWith("b");
    }

    [Fact]
    public void Lists_of_lists_are_compiled_once_however_many_items_they_may_have()
    {
        var schema = Json("""{"type":"array","maxItems":1000,"items":{"type":"array","maxItems":1000,"items":{"enum":["ab","cd"]}}}""");
        var compiler = new ConstraintCompiler(_tokenizer);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var constraint = compiler.JsonSchema(schema, 60);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(500L << 20);
        var (text, tokens) = new RandomModel(_tokenizer, 3).Say(constraint, ends: 0);
        tokens.ShouldBeLessThanOrEqualTo(60);
        SchemaValidator.Check(schema, SchemaValidator.Parse(text).ShouldNotBeNull(), schema).ShouldBeNull(Encoding.UTF8.GetString(text));
    }

    [Fact]
    public void Lists_are_kept_whether_their_items_come_once_or_often()
    {
        var (schemas, model, compiler) = (new RandomSchemas(11), new RandomModel(_tokenizer, 11), new ConstraintCompiler(_tokenizer));
        for (var at = 0; at < 60; at++)
        {
            var inner = schemas.Next();
            var schema = JsonNode.Parse(inner.GetRawText())!.AsObject();
            var definitions = schema["$defs"]!.DeepClone().AsObject();
            schema.Remove("$defs");
            definitions["item"] = schema;
            var list = new JsonObject { ["type"] = "array", ["items"] = new JsonObject { ["$ref"] = "#/$defs/item" }, ["minItems"] = at % 3, ["$defs"] = definitions };
            if (at % 2 == 0)
                list["maxItems"] = 4;
            var whole = JsonSerializer.SerializeToElement(list);

            var (text, _) = model.Say(compiler.JsonSchema(whole, 400), ends: 0.2);

            SchemaValidator.Check(whole, SchemaValidator.Parse(text).ShouldNotBeNull(whole.GetRawText()), whole).ShouldBeNull($"{Encoding.UTF8.GetString(text)} for {whole}");
        }
    }

    [Fact]
    public void References_within_a_part_that_has_an_id_begin_at_that_part()
    {
        var schema = Json("""
            {"anyOf":[{"type":"object","additionalProperties":false,"required":["arguments"],"properties":{"arguments":
              {"$id":"of-its-own","$defs":{"unit":{"const":"C"}},"type":"object","additionalProperties":false,"required":["u"],"properties":{"u":{"$ref":"#/$defs/unit"}}}}}]}
            """);

        var (text, _) = new RandomModel(_tokenizer, 4).Say(new ConstraintCompiler(_tokenizer).JsonSchema(schema, 60), ends: 1);

        SchemaValidator.Parse(text).ShouldNotBeNull().GetProperty("arguments").GetProperty("u").GetString().ShouldBe("C");
    }

    [Fact]
    public void Of_many_forms_those_that_were_asked_for_last_stay_compiled()
    {
        var compiler = new ConstraintCompiler(_tokenizer);
        for (var at = 0; at < 200; at++)
            compiler.Pattern($"a{{{at}}}", 1000);
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var at = 150; at < 200; at++)
            compiler.Pattern($"a{{{at}}}", 1000);

        (GC.GetAllocatedBytesForCurrentThread() - before).ShouldBeLessThan(50 * 10_000);
    }

    /// <summary>Puts parts, with commas between them, where the text has its mark.</summary>
    private static string Filled(string text, int count, Func<int, string> part) => text.Replace("@", string.Join(',', Enumerable.Range(0, count).Select(part)), StringComparison.Ordinal);

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static TextTokenizer Tokenizer()
    {
        using var folder = new TemporaryFolder();
        TinyTokenizer.WriteQwen(folder.Path);
        return TextTokenizer.Read(folder.Path);
    }
}
