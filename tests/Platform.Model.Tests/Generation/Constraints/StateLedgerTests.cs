using System.Text;
using Platform.Model.Generation.Constraints;
using Platform.Model.Tokenization;
using Platform.Testing;
using Platform.Testing.Models;
using Shouldly;
using Xunit;

namespace Platform.Model.Tests.Generation.Constraints;

/// <summary>Forms that have more states than a memory holds, and reach a new one with each token.</summary>
public sealed class StateLedgerTests
{
    private const long Most = 1 << 20;

    private readonly TextTokenizer _tokenizer = Tokenizer();

    [Theory]
    [InlineData(300)]
    [InlineData(2000)]
    public void A_pattern_with_a_new_state_at_each_token_is_kept_in_bounded_memory(int after)
    {
        var compiler = new ConstraintCompiler(_tokenizer, Most);
        var (constraint, model) = (compiler.Pattern($"(a|b)*a(a|b){{{after}}}", after + 100), new RandomModel(_tokenizer, 3));
        var (text, states, bytes) = (new List<byte>(), 0, 0L);

        while (model.TryGoOn(constraint, ends: 0, text))
            (states, bytes) = (Math.Max(states, compiler.Kept.States), Math.Max(bytes, compiler.Kept.Bytes));

        var said = Encoding.UTF8.GetString([.. text]);
        said.Length.ShouldBeInRange(after + 1, after + 100);
        said.ShouldAllBe(sign => sign == 'a' || sign == 'b');
        said[^(after + 1)].ShouldBe('a');
        states.ShouldBeInRange(50, 2000);
        bytes.ShouldBeLessThan(2 * Most);
    }

    [Fact]
    public void Texts_of_one_form_go_on_side_by_side_when_its_states_are_let_go()
    {
        const int Texts = 4;
        var compiler = new ConstraintCompiler(_tokenizer, Most / 8);
        var model = new RandomModel(_tokenizer, 5);
        var texts = Enumerable.Range(0, Texts).Select(_ => (Constraint: compiler.Pattern("(a|b)*a(a|b){120}", 200), Said: new List<byte>())).ToList();

        for (var any = true; any;)
        {
            any = false;
            foreach (var (constraint, said) in texts)
                any |= model.TryGoOn(constraint, ends: 0, said);
        }

        foreach (var (_, said) in texts)
            said[^121].ShouldBe((byte)'a');
        texts.Select(text => Encoding.UTF8.GetString([.. text.Said])).Distinct(StringComparer.Ordinal).Count().ShouldBe(Texts);
        compiler.Kept.Bytes.ShouldBeLessThan(Most / 4);
    }

    [Fact]
    public void Json_is_kept_when_states_are_let_go_between_its_tokens()
    {
        var (schemas, model, json) = (new RandomSchemas(7), new RandomModel(_tokenizer, 7), new JsonLanguage());
        var trie = new TokenTrie(_tokenizer.VocabularySize, id => _tokenizer.EndTokens.Contains(id) ? default : _tokenizer.Bytes(id));
        for (var at = 0; at < 40; at++)
        {
            var schema = schemas.Next();
            var budget = new FormBudget(new StateLedger());
            var grammar = new Grammar(new SchemaCompiler(json, schema, budget).Compile(), trie, new Lock(), budget);
            var (constraint, text) = (new GrammarConstraint(grammar, _tokenizer, 400), new List<byte>());

            for (var tokens = 1; model.TryGoOn(constraint, ends: 0.2, text); tokens++)
                if (tokens % 3 == 0)
                    grammar.LetGo();

            SchemaValidator.Check(schema, SchemaValidator.Parse([.. text]).ShouldNotBeNull(schema.GetRawText()), schema).ShouldBeNull($"{Encoding.UTF8.GetString([.. text])} for {schema}");
        }
    }

    [Fact]
    public void What_takes_too_much_at_the_first_token_is_refused_at_once_and_later_in_its_place()
    {
        Should.Throw<ConstraintException>(() => new ConstraintCompiler(_tokenizer, mostStates: 1000).Pattern("(a|b)*a(a|b){300}", 400)).Message.ShouldContain("too many states");

        var constraint = new ConstraintCompiler(_tokenizer, mostStates: 9000).Pattern("(a|b)*a(a|b){2000}", 2100);
        Should.Throw<ConstraintException>(() => new RandomModel(_tokenizer, 3).Say(constraint, ends: 0)).Message.ShouldContain("too many states");
    }

    [Fact]
    public void Of_several_forms_the_largest_lets_go_when_all_together_are_too_many()
    {
        var (compiler, model) = (new ConstraintCompiler(_tokenizer, Most / 16), new RandomModel(_tokenizer, 3));
        for (var at = 0; at < 20; at++)
            model.Say(compiler.Pattern($"(a|b)*a(a|b){{{60 + at}}}", 120), ends: 0);

        compiler.Pattern("a", 10);

        compiler.Kept.Bytes.ShouldBeLessThan(6 * Most / 16);
    }

    private static TextTokenizer Tokenizer()
    {
        using var folder = new TemporaryFolder();
        TinyTokenizer.WriteQwen(folder.Path);
        return TextTokenizer.Read(folder.Path);
    }
}
