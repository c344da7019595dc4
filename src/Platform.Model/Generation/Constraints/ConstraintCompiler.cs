using System.Text;
using System.Text.Json;
using Platform.Model.Tokenization;

namespace Platform.Model.Generation.Constraints;

/// <summary>Compiles forms for one vocabulary. Keep one for each loaded tokenizer: what it learns of the vocabulary serves all forms.</summary>
internal sealed class ConstraintCompiler
{
    private const int MostKept = 64;
    private readonly Lock _gate = new();
    private readonly TextTokenizer _tokenizer;
    private readonly TokenTrie _trie;
    private readonly Finishing _finishing;
    private readonly JsonLanguage _json = new();
    private readonly Dictionary<string, Grammar> _known = new(StringComparer.Ordinal);

    public ConstraintCompiler(TextTokenizer tokenizer)
    {
        _tokenizer = tokenizer;
        _trie = new TokenTrie(tokenizer.VocabularySize, id => tokenizer.EndTokens.Contains(id) ? default : tokenizer.Bytes(id));
        _finishing = new Finishing(_trie);
    }

    /// <summary>Words of a mask: a bit for each token.</summary>
    public int Words => _trie.Words;

    /// <summary>Any JSON object.</summary>
    /// <exception cref="ConstraintException">The form cannot be kept, or not within <paramref name="mostTokens"/>.</exception>
    public TokenConstraint JsonObject(int mostTokens) => Start("object", () => _json.Object, mostTokens);

    /// <summary>JSON that a schema admits.</summary>
    /// <inheritdoc cref="JsonObject"/>
    public TokenConstraint JsonSchema(JsonElement schema, int mostTokens) => Start($"schema {schema.GetRawText()}", () => new SchemaCompiler(_json, new SchemaNode(schema, "")).Compile(), mostTokens);

    /// <summary>Text that a whole pattern matches.</summary>
    /// <inheritdoc cref="JsonObject"/>
    public TokenConstraint Pattern(string expression, int mostTokens) => Start($"pattern {expression}", () =>
    {
        var rule = new Rule("the pattern");
        var (start, end) = rule.Open();
        new PatternRules(rule, inText: false, "the request").AddWhole(PatternParser.Parse(expression, "the request"), start, end);
        return rule;
    }, mostTokens);

    /// <summary>One of these texts.</summary>
    /// <inheritdoc cref="JsonObject"/>
    public TokenConstraint OneOf(IReadOnlyList<string> texts, int mostTokens)
    {
        if (texts.Count == 0)
            throw new ConstraintException("There is no text to choose from; give at least one.");
        return Start($"texts {JsonSerializer.Serialize(texts)}", () =>
        {
            var rule = new Rule("the texts");
            var (start, end) = rule.Open();
            foreach (var text in texts)
                rule.Text(start, Encoding.UTF8.GetBytes(text), end);
            return rule;
        }, mostTokens);
    }

    private GrammarConstraint Start(string key, Func<Rule> compile, int mostTokens)
    {
        lock (_gate)
        {
            if (!_known.TryGetValue(key, out var grammar))
            {
                grammar = new Grammar(compile(), _trie, _finishing, _gate);
                if (_known.Count >= MostKept)
                    _known.Remove(_known.Keys.First());
                _known.Add(key, grammar);
            }

            return new GrammarConstraint(grammar, _tokenizer, mostTokens);
        }
    }
}
