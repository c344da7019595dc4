using System.Text;

namespace Platform.Scenarios.Knowledge.Search;

/// <summary>Cuts a normalized question into n-grams: of signs where there are no blanks between words, of words and their letters elsewhere.</summary>
internal static class QuestionUnits
{
    private const int LongestWord = 40;

    // A word has many times more letter n-grams than itself: together they are to weigh about as much.
    private const float LetterShare = 0.4f;

    /// <summary>Calls <paramref name="each"/> with the 64-bit hash and the weight of every n-gram, repeated ones included.</summary>
    public static void ForEachNGram(string normalized, Action<ulong, float> each)
    {
        var units = Split(normalized);
        for (var i = 0; i < units.Count; i++)
        {
            var hash = Start('u');
            for (var n = 0; n < 3 && i + n < units.Count; n++)
            {
                if (n == 2 && !(units[i].IsSign || units[i + 1].IsSign || units[i + 2].IsSign)) break;
                hash = Append(Append(hash, units[i + n].Text), ' ');
                each(hash, 1);
            }

            if (!units[i].IsSign) LettersOf(units[i].Text, each);
        }
    }

    /// <summary>Signs of scripts without blanks one by one, everything else word by word; digits become one number.</summary>
    private static List<Unit> Split(string normalized)
    {
        var units = new List<Unit>(normalized.Length);
        var word = new StringBuilder();
        foreach (var rune in normalized.EnumerateRunes())
        {
            if (IsSign(rune))
            {
                Flush();
                units.Add(new Unit(rune.ToString(), IsSign: true));
            }
            else if (Rune.IsDigit(rune))
            {
                if (word.Length == 0 || word[^1] != '0') word.Append('0');
            }
            else if (Rune.IsLetter(rune) || (rune.Value == '\'' && word.Length > 0))
            {
                if (word.Length < LongestWord) word.Append(rune);
            }
            else
            {
                Flush();
            }
        }

        Flush();
        return units;

        void Flush()
        {
            if (word.Length > 0) units.Add(new Unit(word.ToString(), IsSign: false));
            word.Clear();
        }
    }

    private static void LettersOf(string word, Action<ulong, float> each)
    {
        var padded = $" {word} ";
        for (var length = 3; length <= 5; length++)
            for (var start = 0; start + length <= padded.Length; start++)
                each(Append(Start('c'), padded.AsSpan(start, length)), LetterShare);
    }

    private static bool IsSign(Rune rune) => rune.Value is
        (>= 0x2E80 and <= 0x2FDF) or (>= 0x3040 and <= 0x30FF) or (>= 0x3400 and <= 0x4DBF) or (>= 0x4E00 and <= 0x9FFF)
        or (>= 0xAC00 and <= 0xD7AF) or (>= 0xF900 and <= 0xFAFF) or (>= 0x20000 and <= 0x3FFFF);

    // FNV-1a: the same on every machine and in every run, unlike string.GetHashCode.
    private static ulong Start(char kind) => (14695981039346656037UL ^ kind) * 1099511628211UL;

    private static ulong Append(ulong hash, ReadOnlySpan<char> text)
    {
        foreach (var character in text) hash = (hash ^ character) * 1099511628211UL;
        return hash;
    }

    private static ulong Append(ulong hash, char character) => (hash ^ character) * 1099511628211UL;

    private readonly record struct Unit(string Text, bool IsSign);
}
