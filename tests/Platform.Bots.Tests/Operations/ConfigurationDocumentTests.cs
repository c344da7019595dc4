using System.Reflection;
using Platform.Bots.Access;
using Platform.Bots.Channels.Activities;
using Platform.Bots.Channels.Connector;
using Platform.Bots.Channels.DirectLine;
using Platform.Bots.Operations;
using Platform.Bots.Pages.Chat;
using Platform.Data;
using Platform.Scenarios.Conversations;
using Platform.Scenarios.CustomerService;
using Platform.Scenarios.Knowledge;
using Platform.Scenarios.Knowledge.Search;
using Shouldly;
using Xunit;

namespace Platform.Bots.Tests.Operations;

/// <summary>What can be set is written down: whoever installs the platform reads <c>docs/configuration.md</c> and nothing else.</summary>
public sealed class ConfigurationDocumentTests
{
    private static readonly (string Section, Type Options, string[] Elsewhere)[] Sections =
    [
        ("Platform", typeof(PublicAddressOptions), []),
        ("Platform", typeof(ProxyOptions), []),
        ("Database", typeof(DataOptions), [nameof(DataOptions.DataFolder)]), // under Platform
        ("Limits", typeof(RequestLimits), []),
        ("Telemetry", typeof(TelemetryOptions), []),
        ("Cluster", typeof(ClusterSettings), []),
        ("Conversations", typeof(ConversationOptions), []),
        ("CustomerService", typeof(CustomerServiceOptions), []),
        ("Chat", typeof(ChatPageOptions), []),
        ("Connector", typeof(ConnectorOptions), []),
        ("DirectLine", typeof(DirectLineOptions), []),
        ("Access", typeof(AccessOptions), []),
        ("Knowledge", typeof(KnowledgeOptions), []),
        ("Knowledge", typeof(AnswerPolicyOptions), []),
    ];

    [Fact]
    public void Every_key_that_is_read_stands_in_the_document()
    {
        var document = File.ReadAllText(Path.Combine(Root(), "docs", "configuration.md"));

        var keys = Sections.SelectMany(section => KeysOf(section.Section, section.Options, section.Elsewhere)).Append("Platform:DataFolder").ToList();

        keys.Count.ShouldBeGreaterThan(70);
        keys.Where(key => !document.Contains($"`{key}`", StringComparison.Ordinal) && !document.Contains($"`{key}:", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static IEnumerable<string> KeysOf(string section, Type options, string[] elsewhere) =>
        options.GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(property => !elsewhere.Contains(property.Name, StringComparer.Ordinal) && (property.CanWrite || property.PropertyType.IsGenericType))
            .SelectMany(property => property.PropertyType.Assembly == options.Assembly && property.PropertyType.IsClass
                ? KeysOf($"{section}:{property.Name}", property.PropertyType, [])
                : [$"{section}:{property.Name}"]);

    private static string Root()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Platform.sln")))
                return folder.FullName;
        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds Platform.sln.");
    }
}
