using System.Text.Json;

namespace Platform.Model.Tokenization.Splitting;

/// <summary>A token that is found in the text before any word is cut: control marks, tags of tools and thoughts.</summary>
/// <param name="SingleWord">Only between characters that are not of a word.</param>
/// <param name="LeftStrip">Takes the white space before it.</param>
/// <param name="RightStrip">Takes the white space after it.</param>
/// <param name="Normalized">Searched in the normalized text rather than in the text as given.</param>
/// <param name="Special">A control mark: left out of readable text.</param>
internal sealed record AddedToken(int Id, string Content, bool SingleWord, bool LeftStrip, bool RightStrip, bool Normalized, bool Special)
{
    public static AddedToken Read(int id, JsonElement given)
    {
        var content = JsonParts.Text(given, "content") ?? throw new TokenizerException($"The added token with id {id} has no content.");
        var special = JsonParts.Flag(given, "special");
        return new AddedToken(id, content, JsonParts.Flag(given, "single_word"), JsonParts.Flag(given, "lstrip"), JsonParts.Flag(given, "rstrip"), JsonParts.Flag(given, "normalized", !special), special);
    }
}
