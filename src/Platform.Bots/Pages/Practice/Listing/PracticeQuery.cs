using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;
using Platform.Bots.Pages.Layout;
using Platform.Scenarios.Practice.Listing;
using Platform.Scenarios.Simulation.Characters;

namespace Platform.Bots.Pages.Practice.Listing;

/// <summary>The filters of a page of practices as they stand in its address: a filtered page is shared and come back to by it.</summary>
public sealed record PracticeQuery
{
    private const string DayFormat = "yyyy-MM-dd";

    public SimulatedRole? Role { get; set; }

    public string? Scene { get; set; }

    public Difficulty? Difficulty { get; set; }

    public PracticeState? State { get; set; }

    public AssignmentState? Task { get; set; }

    public DateOnly? From { get; set; }

    public DateOnly? To { get; set; }

    public bool IsEmpty => this == new PracticeQuery();

    public static PracticeQuery Parse(string uri)
    {
        var query = QueryHelpers.ParseQuery(new Uri(uri).Query);
        return new PracticeQuery
        {
            Role = Choice<SimulatedRole>("role"),
            Scene = Word("scene"),
            Difficulty = Choice<Difficulty>("difficulty"),
            State = Choice<PracticeState>("state"),
            Task = Choice<AssignmentState>("task"),
            From = Day("from"),
            To = Day("to"),
        };

        string? Word(string name) => query.TryGetValue(name, out var value) && value is [{ Length: > 0 and <= 200 } word, ..] ? word : null;
        DateOnly? Day(string name) => DateOnly.TryParseExact(Word(name), DayFormat, CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) && day.Year is > 1900 and < 9000 ? day : null;
        T? Choice<T>(string name) where T : struct, Enum => Enum.TryParse<T>(Word(name), ignoreCase: true, out var choice) && Enum.IsDefined(choice) ? choice : null;
    }

    public override string ToString() =>
        QueryHelpers.AddQueryString("", Pairs(("from", From?.ToString(DayFormat, CultureInfo.InvariantCulture)), ("to", To?.ToString(DayFormat, CultureInfo.InvariantCulture)))).TrimStart('?');

    /// <summary>The address of a file of the same practices. Its period is in moments: a file does not know where its reader's days begin.</summary>
    internal string FileOf(string path, LocalTime time)
    {
        var filter = ToFilter(time);
        return QueryHelpers.AddQueryString(path, Pairs(("begin", filter.From?.ToString("O", CultureInfo.InvariantCulture)), ("before", filter.Before?.ToString("O", CultureInfo.InvariantCulture))));
    }

    internal PracticeFilter ToFilter(LocalTime time) => ToFilter(From is { } from ? time.Begin(from) : null, To is { } to ? time.Begin(to.AddDays(1)) : null);

    internal PracticeFilter ToFilter(DateTimeOffset? from, DateTimeOffset? before) => new()
    {
        Role = Role,
        Scene = Scene,
        Difficulty = Difficulty,
        State = State,
        Task = Task,
        From = from,
        Before = before,
    };

    private IEnumerable<KeyValuePair<string, string?>> Pairs(params (string Name, string? Value)[] period) =>
        new (string Name, string? Value)[]
        {
            ("role", Role?.ToString()),
            ("scene", string.IsNullOrWhiteSpace(Scene) ? null : Scene.Trim()),
            ("difficulty", Difficulty?.ToString()),
            ("state", State?.ToString()),
            ("task", Task?.ToString()),
        }.Concat(period).Where(pair => pair.Value is not null).Select(pair => KeyValuePair.Create(pair.Name, pair.Value));
}
