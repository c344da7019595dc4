namespace Platform.Model.Corpus.PersonalData;

/// <summary>Tells numbers that can exist from any other row of digits. Separators are passed over.</summary>
internal static class CheckDigits
{
    private static ReadOnlySpan<int> Weights => [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

    /// <summary>ISO/IEC 7812: from the right every second digit doubled; the sum of all digits is a multiple of ten.</summary>
    public static bool IsLuhn(ReadOnlySpan<char> number)
    {
        var (sum, place) = (0, 0);
        for (var at = number.Length - 1; at >= 0; at--)
        {
            if (!char.IsAsciiDigit(number[at]))
                continue;
            var digit = number[at] - '0';
            var doubled = digit * 2 > 9 ? (digit * 2) - 9 : digit * 2;
            sum += place++ % 2 == 1 ? doubled : digit;
        }

        return place > 0 && sum % 10 == 0;
    }

    /// <summary>GB 11643: seventeen weighted digits modulo 11 give the last sign.</summary>
    public static bool IsIdentity(ReadOnlySpan<char> number)
    {
        var (sum, place) = (0, 0);
        foreach (var sign in number)
        {
            if (!char.IsAsciiDigit(sign) && sign is not ('X' or 'x'))
                continue;
            if (place == 17)
                return "10X98765432"[sum % 11] == char.ToUpperInvariant(sign);
            if (!char.IsAsciiDigit(sign))
                return false;
            sum += (sign - '0') * Weights[place++];
        }

        return false;
    }
}
