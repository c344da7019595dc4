namespace Platform.Model.Generation.Constraints;

/// <summary>The formats of JSON schema that a pattern can hold. Each admits only valid texts, though not all of them.</summary>
internal static class SchemaFormats
{
    private const string Date = @"[12]\d{3}-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|1\d|2[0-8]))";
    private const string Time = @"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+-]([01]\d|2[0-3]):[0-5]\d)";
    private const string Byte = @"(25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)";
    private const string Host = @"[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?){0,3}";

    public static readonly IReadOnlyDictionary<string, string> Patterns = new Dictionary<string, string>(StringComparer.Ordinal)
    {
        ["date"] = Date,
        ["time"] = Time,
        ["date-time"] = $"{Date}T{Time}",
        ["duration"] = @"P(\d{1,4}D|T\d{1,4}[HMS]|\d{1,4}DT\d{1,4}[HMS])",
        ["uuid"] = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}",
        ["email"] = @"[A-Za-z0-9]+([._+-][A-Za-z0-9]+){0,4}@[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?){0,2}\.[a-z]{2,10}",
        ["hostname"] = Host,
        ["ipv4"] = $@"{Byte}\.{Byte}\.{Byte}\.{Byte}",
        ["uri"] = $@"https?://{Host}(/[A-Za-z0-9._~-]{{0,40}}){{0,8}}",
    };
}
