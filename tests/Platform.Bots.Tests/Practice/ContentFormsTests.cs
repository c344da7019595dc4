using System.Text.Json;
using Platform.Bots.Pages.Practice.Authoring;
using Platform.Bots.Pages.Words;
using Platform.Data.Simulations;
using Platform.Scenarios.Practice.Authoring;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Practice;

public sealed class ContentFormsTests
{
    public static TheoryData<ContentKind, string> Shipped
    {
        get
        {
            var data = new TheoryData<ContentKind, string>();
            foreach (var (kind, folder) in new[] { (ContentKind.Resident, "CommunityRole/Content/personas"), (ContentKind.Case, "CommunityRole/Content/cases"), (ContentKind.HelpSeeker, "Counseling/Content/help-seekers") })
                foreach (var file in Directory.EnumerateFiles(Path.Combine(AppContext.BaseDirectory, folder), "*.json").Order(StringComparer.Ordinal).Take(4))
                    data.Add(kind, Path.GetRelativePath(AppContext.BaseDirectory, file));
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Every_field_writes_back_what_it_shows_and_the_text_stays_as_it_was(ContentKind kind, string file)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file));
        var document = ContentDocument.TryRead(text).ShouldNotBeNull();

        foreach (var (field, place) in Fields(kind, document).Where(f => document.At(f.Place) is not null))
            JsonElement.DeepEquals(field.Set(document, place, field.Shown(document, place)).Root, document.Root).ShouldBeTrue(place);
    }

    [Theory]
    [MemberData(nameof(Shipped))]
    public void Every_field_and_every_choice_has_words_in_both_languages(ContentKind kind, string file)
    {
        var document = ContentDocument.TryRead(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, file))).ShouldNotBeNull();

        foreach (var (field, place) in Fields(kind, document))
        {
            ConsoleWords.All.ContainsKey(field.Word).ShouldBeTrue(field.Word);
            foreach (var value in field.Values ?? [])
                ConsoleWords.All.ContainsKey(field.ValueWords + value).ShouldBeTrue(field.ValueWords + value);
            if (field.Kind == FieldKind.Choice && document.ValueAt(place) is { Length: > 0 } chosen)
                field.Values.ShouldNotBeNull().ShouldContain(value => value == chosen);
        }
    }

    private static IEnumerable<(FormField Field, string Place)> Fields(ContentKind kind, ContentDocument document) =>
        ContentForms.Person(kind).Concat(ContentForms.State(kind)).Concat(ContentForms.Ending(kind)).Concat(ContentForms.Trainees(kind, document)).Concat(ContentForms.Feelings(document)).Concat(ContentForms.Crisis(document)).Select(field => (field, field.Place))
            .Concat(ContentForms.Facts(document, rare: true).Concat(ContentForms.Checks(kind)).Concat(ContentForms.Difficulty(kind)).SelectMany(table =>
                (table.Fixed ? [table.Place] : Enumerable.Range(0, Math.Max(1, document.CountAt(table.Place))).Select(at => $"{table.Place}/{at}")).SelectMany(row => table.Columns.Select(column => (column, $"{row}/{column.Place}")))));
}
