using System.Text;

namespace Platform.Scenarios.Knowledge.Import;

/// <summary>Bytes as text: UTF-8, UTF-16 with or without its mark, otherwise GB18030.</summary>
internal static class SourceText
{
    private static readonly Encoding StrictUtf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);
    private static readonly Encoding Chinese = CodePagesEncodingProvider.Instance.GetEncoding("GB18030", EncoderFallback.ExceptionFallback, DecoderFallback.ExceptionFallback)!;

    /// <exception cref="ImportFileException">No encoding fits, or it holds what no text holds.</exception>
    public static string Decode(byte[] bytes)
    {
        var text = Try(bytes) ?? throw new ImportFileException(FileProblem.NotText, "its bytes are neither UTF-8, UTF-16 nor GB18030 text") { Chinese = "既不是 UTF-8、UTF-16，也不是 GB18030 编码" };
        return text.Contains('\0', StringComparison.Ordinal)
            ? throw new ImportFileException(FileProblem.NotText, "it holds zero bytes, as no text does") { Chinese = "含有零字节，不是文字" }
            : text;
    }

    private static string? Try(byte[] bytes) => bytes switch
    {
        [0xEF, 0xBB, 0xBF, .. var rest] => Read(StrictUtf8, rest),
        [0xFF, 0xFE, .. var rest] => Read(Utf16(bigEndian: false), rest),
        [0xFE, 0xFF, .. var rest] => Read(Utf16(bigEndian: true), rest),
        _ when Utf16Order(bytes) is { } bigEndian => Read(Utf16(bigEndian), bytes),
        _ => Read(StrictUtf8, bytes) ?? Read(Chinese, bytes),
    };

    private static UnicodeEncoding Utf16(bool bigEndian) => new(bigEndian, byteOrderMark: false, throwOnInvalidBytes: true);

    /// <summary>Without a mark, UTF-16 shows by line ends and blanks whose other byte is zero.</summary>
    /// <returns>Whether it is big endian; null if it is not UTF-16.</returns>
    private static bool? Utf16Order(byte[] bytes)
    {
        if (bytes.Length < 2 || bytes.Length % 2 != 0)
            return null;

        var (first, second) = (0, 0);
        for (var i = 0; i < Math.Min(bytes.Length, 4096); i += 2)
        {
            if (bytes[i] == 0 && bytes[i + 1] != 0) first++;
            if (bytes[i + 1] == 0 && bytes[i] != 0) second++;
        }

        return first == second ? null : first > second;
    }

    private static string? Read(Encoding encoding, byte[] bytes)
    {
        try
        {
            return encoding.GetString(bytes);
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }
}
