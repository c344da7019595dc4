using System.Globalization;
using System.Text;

namespace Platform.Scenarios.Skills.ClassicalPoetry.Evaluation;

/// <summary>What many written poems came to, by form.</summary>
public sealed class PoetryFigures
{
    private readonly Dictionary<string, (int Poems, int Clean)> _forms = new(StringComparer.Ordinal);
    private readonly HashSet<string> _texts = new(StringComparer.Ordinal);
    private readonly HashSet<string> _pairs = new(StringComparer.Ordinal);
    private readonly HashSet<string> _lines = new(StringComparer.Ordinal);
    private int _pairCount;
    private int _lineCount;

    public int Poems { get; private set; }

    /// <summary>In form: shape, tones, rhyme, no sign twice.</summary>
    public int Clean { get; private set; }

    public void Add(PoemForm form, PoemDraft draft)
    {
        var (poems, clean) = _forms.GetValueOrDefault(form.Chinese);
        _forms[form.Chinese] = (poems + 1, clean + (draft.Report.IsClean ? 1 : 0));
        Poems++;
        Clean += draft.Report.IsClean ? 1 : 0;
        _texts.Add(draft.Text);
        foreach (var line in draft.Report.Lines)
        {
            _lines.Add(string.Concat(line.Signs.Select(sign => sign.Sign)));
            _lineCount++;
            for (var at = 1; at < line.Signs.Count; at++, _pairCount++)
                _pairs.Add($"{line.Signs[at - 1].Sign}{line.Signs[at].Sign}");
        }
    }

    public string ToMarkdown(TimeSpan elapsed)
    {
        var text = new StringBuilder("| form | poems | in form |\n|---|---|---|\n");
        foreach (var (form, (poems, clean)) in _forms)
            text.Append(CultureInfo.InvariantCulture, $"| {form} | {poems} | {clean} |\n");
        text.Append(CultureInfo.InvariantCulture, $"| all | {Poems} | {Clean} |\n\n");
        text.Append(CultureInfo.InvariantCulture, $"{Poems / elapsed.TotalMinutes:0} poems a minute ({elapsed.TotalSeconds:0} s). Different poems {_texts.Count}, different lines {(double)_lines.Count / _lineCount:P1}, different pairs of signs (distinct-2) {(double)_pairs.Count / _pairCount:P1}.");
        return text.ToString();
    }
}
