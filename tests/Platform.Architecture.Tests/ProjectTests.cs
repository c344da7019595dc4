using System.Reflection;
using System.Xml.Linq;
using Shouldly;
using Xunit;

namespace Platform.Architecture.Tests;

/// <summary>Bots → Scenarios → Model, Data; and nothing the other way.</summary>
public sealed class ProjectTests
{
    [Theory]
    [InlineData("Platform.Data")]
    [InlineData("Platform.Model")]
    [InlineData("Platform.Scenarios", "Platform.Data", "Platform.Model")]
    [InlineData("Platform.Bots", "Platform.Scenarios")]
    public void A_project_refers_only_to_those_below_it(string project, params string[] below)
    {
        var file = XDocument.Load(Path.Combine(Source.Root, "src", project, $"{project}.csproj"));

        file.Descendants("ProjectReference").Select(r => Path.GetFileNameWithoutExtension(r.Attribute("Include")!.Value))
            .ShouldBe(below, ignoreOrder: true);
    }

    [Fact]
    public void Data_and_Model_do_not_know_each_other_nor_anyone_above()
    {
        Own(Source.Data).ShouldBeEmpty();
        Own(Source.Model).ShouldBeEmpty();
    }

    [Fact]
    public void Scenarios_know_no_HTTP_and_no_Razor() =>
        Source.Scenarios.GetReferencedAssemblies().Select(a => a.Name!)
            .Where(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal)
                && !name.StartsWith("Microsoft.AspNetCore.Identity", StringComparison.Ordinal) // accounts are entities
                || name.StartsWith("Microsoft.FluentUI", StringComparison.Ordinal))
            .ShouldBeEmpty();

    [Fact]
    public void The_model_knows_no_database_and_no_HTTP_server() =>
        Source.Model.GetReferencedAssemblies().Select(a => a.Name!)
            .Where(name => name.StartsWith("Microsoft.AspNetCore", StringComparison.Ordinal) || name.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
                || name.StartsWith("Microsoft.Data", StringComparison.Ordinal))
            .ShouldBeEmpty();

    [Theory]
    [InlineData("Platform.Bots.Pages")]
    [InlineData("Platform.Bots.Channels")]
    [InlineData("Platform.Bots.OpenPlatform")]
    public void Pages_and_endpoints_send_messages_and_never_touch_the_context(string folder) =>
        (from type in References.Of(Source.Bots)
         where type.Key.Namespace == folder || type.Key.Namespace.StartsWith($"{folder}.", StringComparison.Ordinal)
         from mentioned in type.Value
         where mentioned.Name is "PlatformDbContext" or "IDbContextFactory`1" or "TurnWriter" || mentioned.Namespace.StartsWith("Microsoft.EntityFrameworkCore", StringComparison.Ordinal)
         select $"{type.Key.FullName} uses {mentioned.FullName}").ShouldBeEmpty();

    private static IEnumerable<string> Own(Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(a => a.Name!).Where(name => name == "platform" || name.StartsWith("Platform.", StringComparison.Ordinal));
}
