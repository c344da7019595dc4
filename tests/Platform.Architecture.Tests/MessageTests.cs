using MediatR;
using Shouldly;
using Xunit;

namespace Platform.Architecture.Tests;

public sealed class MessageTests
{
    [Fact]
    public void Every_message_has_exactly_one_handler()
    {
        var types = Source.All.SelectMany(assembly => assembly.GetTypes()).Where(type => type is { IsAbstract: false, IsGenericTypeDefinition: false }).ToList();
        var messages = types.SelectMany(type => type.GetInterfaces().Where(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequest<>)).Select(i => (type, i.GenericTypeArguments[0]))).ToList();

        messages.Count.ShouldBeGreaterThan(3);
        messages.Select(message => (message.type, handlers: types.Count(typeof(IRequestHandler<,>).MakeGenericType(message.type, message.Item2).IsAssignableFrom)))
            .Where(m => m.handlers != 1).Select(m => $"{m.type.FullName} has {m.handlers} handlers").ShouldBeEmpty();
    }

    [Fact]
    public void A_handler_stands_in_the_file_of_its_message() =>
        (from type in Source.Scenarios.GetTypes()
         from contract in type.GetInterfaces()
         where contract.IsGenericType && contract.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)
         let message = contract.GenericTypeArguments[0]
         let alone = type.GetInterfaces().Count(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IRequestHandler<,>)) == 1 // acts that are nothing alone share a handler
         where type.Namespace != message.Namespace || (alone && type.Name != $"{message.Name}Handler")
         select $"{type.FullName} handles {message.FullName}; it is expected beside it as {message.Name}Handler").ShouldBeEmpty();
}
