using System.Reflection;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;
using Shouldly;
using Xunit;

namespace Platform.Architecture.Tests;

/// <summary>Logs hold ids, counts and times, never what a person said, a name or a key.</summary>
public sealed partial class LogTests
{
    private static readonly string[] Telling = ["Text", "Question", "Answer", "Name", "Token", "Key", "Message", "Secret", "Password", "Email", "Content", "Body", "Comment", "Query", "Title", "Url", "Uri"];

    private static IEnumerable<(MethodInfo Method, LoggerMessageAttribute Log)> Messages =>
        from assembly in Source.All
        from type in assembly.GetTypes()
        from method in type.GetMethods(BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        let log = method.GetCustomAttribute<LoggerMessageAttribute>()
        where log is not null
        select (method, log);

    [Fact]
    public void No_log_message_has_a_place_for_what_people_say_or_are_called()
    {
        Messages.Count().ShouldBeGreaterThan(3);
        (from message in Messages
         from Match place in Place().Matches(message.Log.Message)
         where Word().Matches(place.Value).Any(word => Telling.Contains(word.Value, StringComparer.OrdinalIgnoreCase))
         select $"{message.Method.DeclaringType!.Name}.{message.Method.Name} has a place {place.Value}").ShouldBeEmpty();
    }

    [Fact]
    public void No_log_message_takes_an_exception_since_its_words_may_quote_a_person() =>
        Messages.Where(m => m.Method.GetParameters().Any(p => typeof(Exception).IsAssignableFrom(p.ParameterType)))
            .Select(m => $"{m.Method.DeclaringType!.Name}.{m.Method.Name} takes an exception; log its type and its stack").ShouldBeEmpty();

    [Fact]
    public void Log_messages_have_ids_of_their_own() =>
        Messages.Where(m => m.Log.EventId > 0).GroupBy(m => m.Log.EventId).Where(same => same.Count() > 1)
            .Select(same => $"{same.Key}: {string.Join(", ", same.Select(m => $"{m.Method.DeclaringType!.Name}.{m.Method.Name}"))}").ShouldBeEmpty();

    [Fact]
    public void Logs_are_written_through_declared_messages_only() =>
        Source.All.SelectMany(References.Calls)
            .Where(call => call.Type == typeof(LoggerExtensions).FullName)
            .Select(call => $"{call.Caller} calls {call.Method}; declare the message with [LoggerMessage]").Distinct(StringComparer.Ordinal).ShouldBeEmpty();

    [GeneratedRegex(@"\{\w+")]
    private static partial Regex Place();

    [GeneratedRegex("[A-Z][a-z0-9]*")]
    private static partial Regex Word();
}
