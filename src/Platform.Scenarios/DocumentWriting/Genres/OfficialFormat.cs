namespace Platform.Scenarios.DocumentWriting.Genres;

/// <summary>How a document with a red head is laid out: as GB/T 9704-2012 has it in general, or in one of the special formats of its section 10.</summary>
public enum OfficialFormat
{
    General = 0,

    /// <summary>信函格式 (10.1): the issuer alone, between two red double lines.</summary>
    Letter = 1,

    /// <summary>纪要格式 (10.3): the mark of the minutes, and below the text who was there.</summary>
    Minutes = 2,
}

/// <summary>What the formats are called.</summary>
public static class OfficialFormatNames
{
    public static string Chinese(OfficialFormat format) => format switch { OfficialFormat.Letter => "信函格式", OfficialFormat.Minutes => "纪要格式", _ => "一般格式" };

    public static string English(OfficialFormat format) => format switch { OfficialFormat.Letter => "letter format", OfficialFormat.Minutes => "format of minutes", _ => "general format" };
}
