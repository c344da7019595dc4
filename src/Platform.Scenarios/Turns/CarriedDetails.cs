namespace Platform.Scenarios.Turns;

/// <summary>Details in which each reply carries on, as <c>"memory"</c>, what the person said of themselves before. When one of their messages is erased, all of it goes: nobody can tell which part came from it.</summary>
public static class CarriedDetails
{
    /// <summary>Stands in such details.</summary>
    public const string Mark = "\"memory\":[{";

    public static bool Are(string? details) => details?.Contains(Mark, StringComparison.Ordinal) == true;
}
