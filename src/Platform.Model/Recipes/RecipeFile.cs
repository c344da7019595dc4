using System.Collections;
using System.Reflection;
using System.Text.RegularExpressions;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;
using YamlDotNet.Serialization;
using YamlDotNet.Serialization.NamingConventions;

namespace Platform.Model.Recipes;

/// <summary>Reads recipes: YAML in which every key must be known and <c>${NAME}</c> stands for a value given beside it, <c>${NAME:-VALUE}</c> for that value where none is given.</summary>
internal static partial class RecipeFile
{
    /// <exception cref="RecipeException">The file is missing, is no YAML, or says something that is not understood.</exception>
    public static T Read<T>(string path, IReadOnlyDictionary<string, string> variables)
        where T : class
    {
        if (!File.Exists(path))
            throw new RecipeException($"There is no recipe at {path}.");
        return Parse<T>(Filled(File.ReadAllText(path), variables), Path.GetFileName(path));
    }

    /// <param name="name">Of the recipe, for messages.</param>
    /// <exception cref="RecipeException">See <see cref="Read"/>.</exception>
    public static T Parse<T>(string yaml, string name)
        where T : class
    {
        try
        {
            var stream = new YamlStream();
            stream.Load(new StringReader(yaml));
            if (stream.Documents.Count == 0)
                throw new RecipeException($"{name} is empty.");
            Check(stream.Documents[0].RootNode, typeof(T), name);
            return new DeserializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).Build().Deserialize<T>(yaml);
        }
        catch (YamlException broken)
        {
            throw new RecipeException($"{name}, line {broken.Start.Line}: {(broken.InnerException ?? broken).Message}", broken);
        }
    }

    /// <summary>The recipe with all its values, for the folder of what it made.</summary>
    public static string Write<T>(T recipe)
        where T : class =>
        new SerializerBuilder().WithNamingConvention(CamelCaseNamingConvention.Instance).ConfigureDefaultValuesHandling(DefaultValuesHandling.OmitNull).Build().Serialize(recipe);

    private static string Filled(string text, IReadOnlyDictionary<string, string> variables) => Variable().Replace(text, found =>
        variables.TryGetValue(found.Groups["name"].Value, out var value) ? value
            : found.Groups["usual"].Success ? found.Groups["usual"].Value
            : throw new RecipeException($"The recipe asks for {found.Value}. Give it with --set {found.Groups["name"].Value}=VALUE."));

    private static void Check(YamlNode node, Type type, string place)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (node is YamlSequenceNode list && Element(type) is { } element)
        {
            foreach (var item in list)
                Check(item, element, place);
        }
        else if (node is YamlMappingNode map && type.IsClass && type != typeof(string) && !typeof(IDictionary).IsAssignableFrom(type))
        {
            var known = type.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.CanWrite).ToDictionary(p => CamelCaseNamingConvention.Instance.Apply(p.Name), StringComparer.Ordinal);
            foreach (var (key, value) in map)
            {
                var name = ((YamlScalarNode)key).Value ?? "";
                if (!known.TryGetValue(name, out var property))
                    throw new RecipeException($"{place}, line {key.Start.Line}: '{name}' is not known here. Did you mean '{known.Keys.MinBy(k => Distance(k, name))}'? Known: {string.Join(", ", known.Keys)}.");
                Check(value, property.PropertyType, place);
            }
        }
    }

    private static Type? Element(Type type) => type.IsGenericType && typeof(IEnumerable).IsAssignableFrom(type) ? type.GetGenericArguments()[^1] : null;

    /// <summary>How many letters must be changed, added or dropped (Levenshtein).</summary>
    private static int Distance(string one, string other)
    {
        var row = Enumerable.Range(0, other.Length + 1).ToArray();
        for (var i = 1; i <= one.Length; i++)
        {
            var diagonal = row[0];
            row[0] = i;
            for (var j = 1; j <= other.Length; j++)
                (diagonal, row[j]) = (row[j], Math.Min(Math.Min(row[j], row[j - 1]) + 1, diagonal + (one[i - 1] == other[j - 1] ? 0 : 1)));
        }

        return row[^1];
    }

    [GeneratedRegex(@"\$\{(?<name>[A-Za-z_][A-Za-z0-9_]*)(:-(?<usual>[^}]*))?\}", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Variable();
}
