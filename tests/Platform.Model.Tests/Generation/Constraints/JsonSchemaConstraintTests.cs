using System.Text;
using System.Text.Json;
using Platform.Model.Generation.Constraints;
using Platform.Model.Tokenization;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Generation.Constraints;

public sealed class JsonSchemaConstraintTests
{
    private readonly TextTokenizer _tokenizer = Tokenizer(TinyTokenizer.WriteQwen);

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void A_thousand_random_schemas_are_kept_with_room_and_when_tokens_run_out(int part)
    {
        var schemas = new RandomSchemas(part);
        var model = new RandomModel(_tokenizer, part);
        var compiler = new ConstraintCompiler(_tokenizer);
        for (var at = 0; at < 250; at++)
        {
            var schema = schemas.Next();
            var least = Least(compiler, schema);
            foreach (var most in new[] { least, least + 7, least + 60 })
            {
                var (text, tokens) = model.Say(compiler.JsonSchema(schema, most), ends: at % 3 * 0.2);

                tokens.ShouldBeLessThanOrEqualTo(most);
                var value = SchemaValidator.Parse(text).ShouldNotBeNull($"{Encoding.UTF8.GetString(text)} for {schema}");
                SchemaValidator.Check(schema, value, schema).ShouldBeNull($"{Encoding.UTF8.GetString(text)} for {schema} with {most} tokens");
            }
        }
    }

    [Fact]
    public void The_check_itself_finds_what_is_wrong()
    {
        var schema = Json("""{"type":"object","properties":{"a":{"type":"integer","maximum":3},"b":{"type":"string","maxLength":2}},"required":["a"],"additionalProperties":false}""");

        foreach (var wrong in new[] { """{"a":4}""", """{"b":"x"}""", """{"a":1,"c":1}""", """{"a":1,"b":"xyz"}""", "[]", """{"a":"1"}""" })
            SchemaValidator.Check(schema, Json(wrong), schema).ShouldNotBeNull(wrong);
        SchemaValidator.Check(schema, Json("""{"a":3,"b":"日x"}"""), schema).ShouldBeNull();
    }

    [Fact]
    public void Sentencepiece_type_vocabularies_are_held_to_bytes_too()
    {
        var tokenizer = Tokenizer(TinyTokenizer.WriteLlama2);
        var (compiler, model) = (new ConstraintCompiler(tokenizer), new RandomModel(tokenizer, 5));
        var schemas = new RandomSchemas(5);
        for (var at = 0; at < 100; at++)
        {
            var schema = schemas.Next();

            var (text, _) = model.Say(compiler.JsonSchema(schema, Least(compiler, schema) + 20), ends: 0.2);

            SchemaValidator.Check(schema, SchemaValidator.Parse(text).ShouldNotBeNull(schema.GetRawText()), schema).ShouldBeNull(schema.GetRawText());
        }
    }

    [Fact]
    public void Any_json_object_closes_within_each_number_of_tokens()
    {
        var (compiler, model) = (new ConstraintCompiler(_tokenizer), new RandomModel(_tokenizer, 6));
        for (var most = 2; most < 120; most++)
        {
            var (text, tokens) = model.Say(compiler.JsonObject(most), ends: 0);

            tokens.ShouldBeLessThanOrEqualTo(most);
            SchemaValidator.Parse(text).ShouldNotBeNull().ValueKind.ShouldBe(JsonValueKind.Object);
        }
    }

    [Fact]
    public void Too_few_tokens_are_refused_at_once_with_how_many_are_needed()
    {
        var compiler = new ConstraintCompiler(_tokenizer);
        var schema = Json("""{"type":"object","properties":{"name":{"type":"string"}},"required":["name"]}""");

        var message = Should.Throw<ConstraintException>(() => compiler.JsonSchema(schema, 3)).Message;

        var needed = int.Parse(message.Split("at least ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        needed.ShouldBeInRange(4, """{"name":""}""".Length);
        new RandomModel(_tokenizer, 1).Say(compiler.JsonSchema(schema, needed), ends: 0).Tokens.ShouldBeLessThanOrEqualTo(needed);
    }

    [Fact]
    public void A_text_that_must_follow_is_foreseen_as_the_tokenizer_cuts_it()
    {
        var constraint = new ConstraintCompiler(_tokenizer).JsonSchema(Json("""{"const":"the world"}"""), 20);

        var foreseen = constraint.Foreseen();

        foreseen.ShouldBe(_tokenizer.Encode("\"the world\""));
        foreach (var token in foreseen)
            constraint.Accept(token);
        constraint.MustEnd.ShouldBeTrue();
        constraint.Foreseen().ShouldBeEmpty();
    }

    [Fact]
    public void What_may_end_or_go_on_in_several_ways_is_not_foreseen()
    {
        var compiler = new ConstraintCompiler(_tokenizer);

        compiler.Pattern("ab?", 9).Foreseen().ShouldBe(_tokenizer.Encode("a"));
        compiler.OneOf(["once", "order"], 9).Foreseen().ShouldBe(_tokenizer.Encode("o"));
        compiler.OneOf(["你", "佹"], 9).Foreseen().Count.ShouldBeGreaterThan(0); // both begin with the same bytes, which are no text by themselves
        compiler.JsonObject(9).Foreseen().ShouldBe(_tokenizer.Encode("{"));
    }

    [Fact]
    public void A_copy_goes_its_own_way()
    {
        var one = new ConstraintCompiler(_tokenizer).JsonSchema(Json("""{"enum":["ax","bx"]}"""), 20);
        one.Accept(_tokenizer.Encode("\"")[0]);
        var other = one.Copy();

        one.Accept(_tokenizer.Encode("a")[0]);
        other.Accept(_tokenizer.Encode("b")[0]);

        Should.Throw<InvalidOperationException>(() => one.Accept(_tokenizer.Encode("b")[0]));
    }

    [Theory]
    [InlineData("""{"type":"object","properties":{"a":{"not":{}}}}""", "/properties/a/not")]
    [InlineData("""{"type":"object","patternProperties":{}}""", "/patternProperties")]
    [InlineData("""{"type":"array","uniqueItems":true}""", "/uniqueItems")]
    [InlineData("""{"type":"number","multipleOf":3}""", "/multipleOf")]
    [InlineData("""{"type":"string","format":"iri"}""", "/format")]
    [InlineData("""{"type":"string","pattern":"(?=a)b"}""", "/pattern")]
    [InlineData("""{"type":"string","pattern":"^a$","maxLength":3}""", "/maxLength")]
    [InlineData("""{"$ref":"#/$defs/none"}""", "/$ref")]
    [InlineData("""{"$ref":"https://example.org/s.json"}""", "/$ref")]
    [InlineData("""{"$defs":{"a":{"$ref":"#/$defs/a"}},"$ref":"#/$defs/a"}""", "refers to itself")]
    [InlineData("""{"type":"object","properties":{"n":{"$ref":"#"}},"required":["n"]}""", "never be complete")]
    [InlineData("""{"type":"integer","minimum":3,"maximum":2}""", "no number")]
    [InlineData("""{"oneOf":[{"type":"integer"},{"type":"number"}]}""", "/oneOf")]
    [InlineData("""{"enum":[]}""", "no value")]
    [InlineData("""{"type":"wish"}""", "/type")]
    [InlineData("3", "no schema")]
    public void What_is_not_supported_is_refused_with_its_place(string schema, string place) =>
        Should.Throw<ConstraintException>(() => new ConstraintCompiler(_tokenizer).JsonSchema(Json(schema), 1000)).Message.ShouldContain(place);

    [Fact]
    public void Alternatives_of_which_one_must_fit_may_differ_by_a_property_that_is_fixed()
    {
        var schema = Json("""
            {"oneOf":[
              {"type":"object","properties":{"kind":{"const":"a"},"n":{"type":"integer"}},"required":["kind","n"],"additionalProperties":false},
              {"type":"object","properties":{"kind":{"const":"b"},"t":{"type":"string"}},"required":["kind","t"],"additionalProperties":false}]}
            """);
        var (compiler, model) = (new ConstraintCompiler(_tokenizer), new RandomModel(_tokenizer, 8));

        for (var at = 0; at < 30; at++)
            SchemaValidator.Check(schema, SchemaValidator.Parse(model.Say(compiler.JsonSchema(schema, 40), ends: 0.1).Text).ShouldNotBeNull(), schema).ShouldBeNull();
    }

    private static int Least(ConstraintCompiler compiler, JsonElement schema) =>
        int.Parse(Should.Throw<ConstraintException>(() => compiler.JsonSchema(schema, 0)).Message.Split("at least ")[1].Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);

    private static JsonElement Json(string text) => JsonDocument.Parse(text).RootElement;

    private static TextTokenizer Tokenizer(Func<string, int> write)
    {
        using var folder = new TemporaryFolder();
        write(folder.Path);
        return TextTokenizer.Read(folder.Path);
    }
}
