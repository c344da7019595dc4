using System.Reflection;
using Mono.Cecil;
using Mono.Cecil.Cil;

namespace Platform.Architecture.Tests;

/// <summary>Which types each type of an assembly mentions: in its shape, its members and its methods' bodies.</summary>
internal static class References
{
    /// <returns>Each type with the full names of what it and the types nested in it mention; generic arguments count by themselves.</returns>
    public static IReadOnlyDictionary<TypeDefinition, IReadOnlySet<TypeReference>> Of(Assembly assembly)
    {
        var module = ModuleDefinition.ReadModule(assembly.Location);
        return module.Types.Where(type => type.Name != "<Module>" && !IsGenerated(type))
            .ToDictionary(type => type, type => (IReadOnlySet<TypeReference>)MentionedBy(type).ToHashSet(new ByName()));
    }

    /// <summary>Calls of methods, as declaring type and name.</summary>
    public static IEnumerable<(string Caller, string Type, string Method)> Calls(Assembly assembly) =>
        from type in ModuleDefinition.ReadModule(assembly.Location).GetTypes()
        from method in type.Methods
        where method.HasBody && !IsGenerated(type)
        from instruction in method.Body.Instructions
        let called = instruction.Operand as MethodReference
        where called is not null
        select (type.FullName, called.DeclaringType.GetElementType().FullName, called.Name);

    /// <summary>The type that stands in the file: the outermost one.</summary>
    public static TypeReference Outermost(TypeReference type)
    {
        while (type.DeclaringType is { } outer)
            type = outer;
        return type;
    }

    private static bool IsGenerated(TypeDefinition type) =>
        type.Namespace.StartsWith("OrleansCodeGen", StringComparison.Ordinal)
        || (type.DeclaringType is null && type.CustomAttributes.Any(a => a.AttributeType.Name is "GeneratedCodeAttribute" or "CompilerGeneratedAttribute"));

    private static IEnumerable<TypeReference> MentionedBy(TypeDefinition type) => Direct(type).SelectMany(Parts);

    private static IEnumerable<TypeReference?> Direct(TypeDefinition type)
    {
        yield return type.BaseType;
        foreach (var contract in type.Interfaces)
            yield return contract.InterfaceType;
        foreach (var field in type.Fields)
            yield return field.FieldType;
        foreach (var attribute in type.CustomAttributes.Concat(type.Methods.SelectMany(m => m.CustomAttributes)).Concat(type.Properties.SelectMany(p => p.CustomAttributes)))
        {
            yield return attribute.AttributeType;
            foreach (var argument in attribute.ConstructorArguments)
                yield return argument.Value as TypeReference;
        }

        foreach (var method in type.Methods)
            foreach (var mentioned in InMethod(method))
                yield return mentioned;
        foreach (var nested in type.NestedTypes.SelectMany(Direct))
            yield return nested;
    }

    private static IEnumerable<TypeReference?> InMethod(MethodDefinition method)
    {
        yield return method.ReturnType;
        foreach (var parameter in method.Parameters)
            yield return parameter.ParameterType;
        if (!method.HasBody)
            yield break;
        foreach (var variable in method.Body.Variables)
            yield return variable.VariableType;
        foreach (Instruction instruction in method.Body.Instructions)
            foreach (var mentioned in InOperand(instruction.Operand))
                yield return mentioned;
    }

    private static IEnumerable<TypeReference?> InOperand(object? operand) => operand switch
    {
        GenericInstanceMethod call => [call.DeclaringType, call.ReturnType, .. call.GenericArguments],
        MethodReference call => [call.DeclaringType, call.ReturnType],
        FieldReference field => [field.DeclaringType, field.FieldType],
        TypeReference type => [type],
        _ => [],
    };

    private static IEnumerable<TypeReference> Parts(TypeReference? type) => type switch
    {
        null or GenericParameter => [],
        GenericInstanceType generic => [generic.ElementType, .. generic.GenericArguments.SelectMany(Parts)],
        TypeSpecification wrapped => Parts(wrapped.ElementType),
        _ => [type],
    };

    private sealed class ByName : IEqualityComparer<TypeReference>
    {
        public bool Equals(TypeReference? x, TypeReference? y) => x?.FullName == y?.FullName;

        public int GetHashCode(TypeReference type) => StringComparer.Ordinal.GetHashCode(type.FullName);
    }
}
