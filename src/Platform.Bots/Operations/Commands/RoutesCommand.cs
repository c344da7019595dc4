using System.CommandLine;
using System.Text.Json;
using Platform.Model.Routes;
using Platform.Scenarios.Routes;

namespace Platform.Bots.Operations.Commands;

/// <summary><c>platform routes list|set|remove</c>: where skills' requests go; a running server follows within seconds.</summary>
internal static class RoutesCommand
{
    public static Command Create()
    {
        var command = new Command("routes", "Lists, sets and removes routes from skills to models.") { TreatUnmatchedTokensAsErrors = false };
        command.Add(List());
        command.Add(Set());
        command.Add(Remove());
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Lists every route.") { TreatUnmatchedTokensAsErrors = false };
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            await using var app = await CommandHost.StartAsync([.. parsed.UnmatchedTokens], cancellationToken);
            var routes = await app.SendAsync(new ListRoutes(Fresh: true), cancellationToken);
            foreach (var route in routes)
                Console.WriteLine($"{route.Skill}  {(route.Source == RouteSource.Stored ? "set" : "configured")}  {RouteJson.Write(route.Route)}");
            Console.WriteLine($"{routes.Count} routes.");
            return 0;
        }));
        return command;
    }

    private static Command Set()
    {
        var skill = new Argument<string>("skill") { Description = "Such as customer-service." };
        var route = new Argument<string>("route") { Description = """JSON, such as {"local":"small"}, {"endpoint":"http://127.0.0.1:8000/v1","model":"m","apiKeyFrom":"Secrets:M","fallback":"writer"}, or {} for none.""" };
        var command = new Command("set", "Sets a route; it stands before the configuration's.") { skill, route };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            await using var app = await CommandHost.StartAsync([.. parsed.UnmatchedTokens], cancellationToken);
            if (await app.SendAsync(new SaveRoute(parsed.GetValue(skill)!, Read(parsed.GetValue(route)!), By: null), cancellationToken) is SaveRouteOutcome.Refused refused)
                throw new StartupException(refused.English);
            Console.WriteLine("The route is set.");
            return 0;
        }));
        return command;
    }

    private static Command Remove()
    {
        var skill = new Argument<string>("skill");
        var command = new Command("remove", "Takes back what was set; the configuration's route stands again, or none.") { skill };
        command.TreatUnmatchedTokensAsErrors = false;
        command.SetAction((parsed, cancellationToken) => CommandLine.Guarded(async () =>
        {
            await using var app = await CommandHost.StartAsync([.. parsed.UnmatchedTokens], cancellationToken);
            var name = parsed.GetValue(skill)!;
            Console.WriteLine(await app.SendAsync(new RemoveRoute(name, By: null), cancellationToken) switch
            {
                RemoveRouteOutcome.Removed => "The route is removed.",
                RemoveRouteOutcome.StillNeeded needed => throw new StartupException($"The route of '{needed.By}' falls back to '{name}'. Change that one first."),
                _ => throw new StartupException($"Nothing was set for '{name}'. See 'routes list'."),
            });
            return 0;
        }));
        return command;
    }

    private static ModelRoute Read(string json)
    {
        try
        {
            return RouteJson.Read(json);
        }
        catch (JsonException broken)
        {
            throw new StartupException($"The route is no JSON that can be read: {broken.Message}", broken);
        }
    }
}
