namespace Platform.Scenarios.DocumentWriting.Facts;

/// <summary>三百二十 as 320, and 12 as 十二.</summary>
public static class ChineseNumerals
{
    private const string Digits = "零一二三四五六七八九";

    /// <returns>Null when it is no number.</returns>
    public static long? Parse(string text)
    {
        long total = 0, section = 0, digit = 0;
        foreach (var sign in text)
        {
            var value = sign switch { '〇' => 0, '两' => 2, _ => Digits.IndexOf(sign, StringComparison.Ordinal) };
            if (value >= 0)
            {
                digit = value;
                continue;
            }

            switch (sign)
            {
                case '十': section += (digit == 0 ? 1 : digit) * 10; break;
                case '百': section += digit * 100; break;
                case '千': section += digit * 1000; break;
                case '万': total += (section + digit) * 10_000; section = 0; break;
                default: return null;
            }

            digit = 0;
        }

        return total + section + digit;
    }

    /// <param name="number">From 1 to 99.</param>
    public static string Of(int number) => number switch
    {
        < 10 => Digits[number].ToString(),
        < 20 => $"十{(number == 10 ? "" : Digits[number - 10])}",
        _ => $"{Digits[number / 10]}十{(number % 10 == 0 ? "" : Digits[number % 10])}",
    };
}
