using System.Text;

namespace Platform.Scenarios.Simulation.Content;

/// <summary>
/// A line with choices and blanks: <c>[哎|唉]，{address}，这事[都|]三个月了</c>. One of the choices is taken, an empty one leaves
/// nothing; a blank is filled with what the character is called, where it lives and so on.
/// </summary>
public static class Template
{
    public const string Address = "address";
    public const string Self = "self";
    public const string CharacterName = "name";
    public const string Home = "home";
    public const string Issue = "issue";

    private static readonly string[] Blanks = [Address, Self, CharacterName, Home, Issue];

    /// <returns>What is wrong with it, or null.</returns>
    public static ContentProblem? Problem(string template)
    {
        if (string.IsNullOrWhiteSpace(template))
            return new("是空的。", "is empty.");
        var inChoice = false;
        for (var i = 0; i < template.Length; i++)
        {
            switch (template[i])
            {
                case '[' when inChoice: return new("的 [ ] 里又有 [，选项里不能再有选项。", "has a [ within [ ]; choices cannot hold choices.");
                case '[': inChoice = true; break;
                case ']' when !inChoice: return new("有 ] 而没有对应的 [。", "has a ] without its [.");
                case ']': inChoice = false; break;
                case '|' when !inChoice: return new("的 | 在 [ ] 之外。", "has a | outside of [ ].");
                case '}': return new("有 } 而没有对应的 {。", "has a } without its {.");
                case '{':
                    var end = template.IndexOf('}', i);
                    if (end < 0 || !Blanks.Contains(template[(i + 1)..end], StringComparer.Ordinal))
                        return new($"有不认识的填空。可用：{string.Join("、", Blanks.Select(b => $"{{{b}}}"))}。", $"has a blank that is not known. Known: {string.Join(", ", Blanks.Select(b => $"{{{b}}}"))}.");
                    i = end;
                    break;
            }
        }

        return inChoice ? new("有 [ 而没有对应的 ]。", "has a [ without its ].") : null;
    }

    /// <param name="choose">Given how many choices there are, says which is taken, from 0.</param>
    /// <param name="fill">Given a blank's name, says what stands there.</param>
    public static string Expand(string template, Func<int, int> choose, Func<string, string> fill)
    {
        var text = new StringBuilder(template.Length);
        for (var i = 0; i < template.Length; i++)
        {
            if (template[i] == '[' && template.IndexOf(']', i) is > 0 and var close)
            {
                var choices = template[(i + 1)..close].Split('|');
                text.Append(Expand(choices[choose(choices.Length)], choose, fill));
                i = close;
            }
            else if (template[i] == '{' && template.IndexOf('}', i) is > 0 and var end)
            {
                text.Append(fill(template[(i + 1)..end]));
                i = end;
            }
            else
            {
                text.Append(template[i]);
            }
        }

        return text.ToString();
    }
}
