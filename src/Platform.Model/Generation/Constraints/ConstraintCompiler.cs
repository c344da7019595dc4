using System.Text;
using System.Text.Json;
using Platform.Model.Tokenization;

namespace Platform.Model.Generation.Constraints;

/// <summary>Compiles forms for one vocabulary. Keep one for each loaded tokenizer: what it learns of the vocabulary serves all forms.</summary>
internal sealed class ConstraintCompiler
{
    private const int MostKept = 64;
    private const int MostSizeKept = 1_000_000;

    /// <summary>What the states of all forms may take, in what a single one may.</summary>
    private const int MostFormsFull = 4;

    private readonly Lock _gate = new();
    private readonly Lock _compiling = new();
    private readonly TextTokenizer _tokenizer;
    private readonly TokenTrie _trie;
    private readonly long _mostStates;
    private readonly JsonLanguage _json = new();
    private readonly OrderedDictionary<string, Grammar> _known = new(StringComparer.Ordinal);

    /// <param name="mostStates">Bytes, about, that the states of one form may take.</param>
    public ConstraintCompiler(TextTokenizer tokenizer, long mostStates = StateLedger.MostKept)
    {
        (_tokenizer, _mostStates) = (tokenizer, mostStates);
        _trie = new TokenTrie(tokenizer.VocabularySize, id => tokenizer.EndTokens.Contains(id) ? default : tokenizer.Bytes(id));
    }

    /// <summary>Words of a mask: a bit for each token.</summary>
    public int Words => _trie.Words;

    /// <summary>States that are kept of all forms, and the bytes, about, that they take.</summary>
    public (int States, long Bytes) Kept
    {
        get
        {
            lock (_gate)
                return (_known.Values.Sum(known => known.KeptStates), _known.Values.Sum(known => known.Kept));
        }
    }

    /// <summary>Any JSON object.</summary>
    /// <exception cref="ConstraintException">The form cannot be kept, or not within <paramref name="mostTokens"/>.</exception>
    public TokenConstraint JsonObject(int mostTokens) => Start("object", _ => _json.Object, mostTokens);

    /// <summary>JSON that a schema admits.</summary>
    /// <inheritdoc cref="JsonObject"/>
    public TokenConstraint JsonSchema(JsonElement schema, int mostTokens) => Start($"schema {schema.GetRawText()}", budget => new SchemaCompiler(_json, schema, budget).Compile(), mostTokens);

    /// <summary>Text that a whole pattern matches.</summary>
    /// <inheritdoc cref="JsonObject"/>
    public TokenConstraint Pattern(string expression, int mostTokens) => Start($"pattern {expression}", budget =>
    {
        var rule = new Rule("the pattern", budget);
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
        return Start($"texts {JsonSerializer.Serialize(texts)}", budget =>
        {
            var rule = new Rule("the texts", budget);
            var (start, end) = rule.Open();
            foreach (var text in texts)
                rule.Text(start, Encoding.UTF8.GetBytes(text), end);
            return rule;
        }, mostTokens);
    }

    private GrammarConstraint Start(string key, Func<FormBudget, Rule> compile, int mostTokens)
    {
        if (Find(key) is not { } grammar)
            lock (_compiling) // one at a time: the largest takes seconds and a hundred megabytes
                grammar = Find(key) ?? Keep(key, Compiled(compile));
        LetGoOfLargest();
        return new GrammarConstraint(grammar, _tokenizer, mostTokens);
    }

    private Grammar? Find(string key)
    {
        lock (_gate)
            return _known.TryGetValue(key, out var known) ? known : null;
    }

    /// <summary>Without the gate: whoever chooses tokens takes it for each of them.</summary>
    private Grammar Compiled(Func<FormBudget, Rule> compile)
    {
        try
        {
            var budget = new FormBudget(new StateLedger(_mostStates));
            var grammar = new Grammar(compile(budget), _trie, _gate, budget);
            lock (_gate)
                grammar.MayGoOn(grammar.Start, 0); // what takes too much at the first token is refused here
            return grammar;
        }
        catch (InsufficientExecutionStackException)
        {
            throw new ConstraintException("The form is nested too deep to be kept. Make it flatter.");
        }
    }

    private Grammar Keep(string key, Grammar grammar)
    {
        lock (_gate)
        {
            while (_known.Count > 0 && (_known.Count >= MostKept || _known.Values.Sum(known => known.Size) + grammar.Size > MostSizeKept))
                _known.RemoveAt(0);
            _known.Add(key, grammar);
        }

        return grammar;
    }

    private void LetGoOfLargest()
    {
        lock (_gate)
            if (_known.Count > 0 && _known.Values.Sum(known => known.Kept) > MostFormsFull * _mostStates)
                _known.Values.MaxBy(known => known.Kept)!.LetGo();
    }
}
