namespace Platform.Model.Tokenization.BytePairs;

/// <summary>The 256 printable characters that stand for bytes in a byte-level vocabulary (GPT-2's <c>bytes_to_unicode</c>).</summary>
internal static class ByteAlphabet
{
    private static readonly char[] Chars = new char[256];
    private static readonly short[] Values = new short[324];

    static ByteAlphabet()
    {
        Array.Fill(Values, (short)-1);
        var spare = 256;
        for (var value = 0; value < 256; value++)
        {
            var printable = value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);
            Chars[value] = (char)(printable ? value : spare++);
            Values[Chars[value]] = (short)value;
        }
    }

    public static char CharOf(byte value) => Chars[value];

    public static bool TryByte(char letter, out byte value)
    {
        var found = letter < Values.Length ? Values[letter] : (short)-1;
        value = (byte)found;
        return found >= 0;
    }

    /// <returns>Null when some character stands for no byte: then the token is written as it is.</returns>
    public static byte[]? BytesOf(string token)
    {
        var bytes = new byte[token.Length];
        for (var at = 0; at < token.Length; at++)
            if (!TryByte(token[at], out bytes[at]))
                return null;
        return bytes;
    }
}
