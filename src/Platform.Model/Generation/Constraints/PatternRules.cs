using System.Runtime.CompilerServices;
using System.Text;
using static Platform.Model.Generation.Constraints.PatternTree;

namespace Platform.Model.Generation.Constraints;

/// <summary>Puts a regular expression into a rule's graph.</summary>
/// <param name="inText">The text stands within the quotes of JSON: quotes, backslashes and controls are written as escapes.</param>
internal sealed class PatternRules(Rule rule, bool inText, string place)
{
    /// <summary>The whole text must match.</summary>
    /// <exception cref="ConstraintException">The pattern is too large, or has an edge within it.</exception>
    public void AddWhole(PatternTree tree, int from, int to)
    {
        Add(WithoutEdges(tree), from, to);
        rule.CheckReach(place);
    }

    /// <summary>Some part of the text must match, as JSON schema has it, unless the pattern says '^' and '$'.</summary>
    /// <inheritdoc cref="AddWhole"/>
    public void AddFound(PatternTree tree, int from, int to)
    {
        foreach (var way in tree is Either either ? either.Ways : [tree])
        {
            var parts = way is Sequence sequence ? sequence.Parts : [way];
            var (startsAt, endsAt) = (parts is [Edge { Start: true }, ..], parts is [.., Edge { Start: false }]);
            var (first, last) = (rule.Node(), rule.Node());
            Anything(startsAt, from, first);
            Add(new Sequence([.. parts.Skip(startsAt ? 1 : 0).SkipLast(endsAt && parts.Count > (startsAt ? 1 : 0) ? 1 : 0)]), first, last);
            Anything(endsAt, last, to);
        }

        rule.CheckReach(place);
    }

    private void Anything(bool isEdge, int from, int to)
    {
        rule.Empty(from, to);
        if (isEdge)
            return;
        var loop = rule.Node();
        rule.Empty(from, loop);
        Characters(RuneRanges.All, loop, loop);
        rule.Empty(loop, to);
    }

    private static PatternTree WithoutEdges(PatternTree tree) => tree switch
    {
        Either either => new Either([.. either.Ways.Select(WithoutEdges)]),
        Sequence { Parts: var parts } => new Sequence([.. parts.Skip(parts is [Edge { Start: true }, ..] ? 1 : 0).SkipLast(parts is [.., Edge { Start: false }] ? 1 : 0)]),
        _ => tree,
    };

    private void Add(PatternTree tree, int from, int to)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (tree)
        {
            case Characters characters:
                Characters(characters.Set, from, to);
                break;
            case Sequence sequence:
                foreach (var part in sequence.Parts)
                {
                    var next = rule.Node();
                    Add(part, from, next);
                    from = next;
                }

                rule.Empty(from, to);
                break;
            case Either either:
                foreach (var way in either.Ways)
                    Add(way, from, to);
                break;
            case Repeat repeat:
                Repeated(repeat, from, to);
                break;
            default:
                throw new ConstraintException($"The pattern at {place} has '^' or '$' within it; they are supported at its two ends only.");
        }
    }

    private void Repeated(Repeat repeat, int from, int to)
    {
        for (var count = 0; count < repeat.Least; count++)
            from = Once(repeat.Part, from);
        if (repeat.Most is null)
        {
            var loop = rule.Node();
            rule.Empty(from, loop);
            var again = Once(repeat.Part, loop);
            rule.Empty(again, loop);
            rule.Empty(loop, to);
            return;
        }

        for (var count = repeat.Least; count < repeat.Most; count++)
        {
            rule.Empty(from, to);
            from = Once(repeat.Part, from);
        }

        rule.Empty(from, to);
    }

    private int Once(PatternTree part, int from)
    {
        var next = rule.Node();
        Add(part, from, next);
        return next;
    }

    private void Characters(RuneRanges set, int from, int to)
    {
        foreach (var (low, high) in set.Ranges)
        {
            if (inText)
                InText(low, high, from, to);
            else
                Plain(rule, low, high, from, to);
        }
    }

    private void InText(int low, int high, int from, int to)
    {
        var start = low;
        for (var rune = low; rune <= Math.Min(high, '\\'); rune++)
        {
            if (rune is not (< ' ' or '"' or '\\'))
                continue;
            if (start < rune)
                Plain(rule, start, rune - 1, from, to);
            rule.Text(from, Encoding.ASCII.GetBytes(Escaped(rune)), to);
            start = rune + 1;
        }

        if (start <= high)
            Plain(rule, start, high, from, to);
    }

    private static string Escaped(int rune) => rune switch { '"' => "\\\"", '\\' => "\\\\", '\n' => "\\n", '\r' => "\\r", '\t' => "\\t", '\b' => "\\b", '\f' => "\\f", _ => $"\\u{rune:x4}" };

    public static void Plain(Rule rule, int low, int high, int from, int to)
    {
        foreach (var sequence in Utf8Ranges.Of(low, high))
        {
            var at = from;
            for (var step = 0; step < sequence.Length; step++)
            {
                var next = step + 1 == sequence.Length ? to : rule.Node();
                rule.Byte(at, sequence[step].Low, sequence[step].High, next);
                at = next;
            }
        }
    }
}
