using Platform.Model.Generation.Constraints;
using Platform.Model.Tokenization;

namespace Platform.Model.Serving;

/// <summary>What a loaded model knows of text.</summary>
/// <param name="Template">Null when the checkpoint brings none: then it takes no conversations.</param>
internal sealed record LoadedText(TextTokenizer Tokenizer, ChatTemplate? Template)
{
    private readonly Lazy<ConstraintCompiler> _constraints = new(() => new ConstraintCompiler(Tokenizer));
    private readonly Lazy<TokenSigns> _signs = new(() => new TokenSigns(Tokenizer));

    /// <summary>Made when a response format is first asked for: it goes through the whole vocabulary.</summary>
    private ConstraintCompiler Constraints => _constraints.Value;

    /// <returns>What holds an answer to the format; null for no format.</returns>
    /// <exception cref="InvalidGenerationException">The format cannot be kept, or not within so many tokens.</exception>
    public TokenConstraint? Constraint(ResponseFormat? format, int mostTokens)
    {
        try
        {
            return format switch
            {
                null => null,
                ResponseFormat.JsonObject => Constraints.JsonObject(mostTokens),
                ResponseFormat.JsonSchema schema => Constraints.JsonSchema(schema.Schema, mostTokens),
                ResponseFormat.Pattern pattern => Constraints.Pattern(pattern.Expression, mostTokens),
                ResponseFormat.Signs signs => new SignConstraint(_signs.Value, signs.Start, mostTokens),
                ResponseFormat.OneOf texts => Constraints.OneOf(texts.Values, mostTokens),
                _ => throw new InvalidGenerationException(format.Parameter, $"A response format of kind {format.GetType().Name} is not known."),
            };
        }
        catch (ConstraintException refusal)
        {
            throw new InvalidGenerationException(format!.Parameter, refusal.Message);
        }
    }

    /// <summary>Words of a mask over the vocabulary.</summary>
    public int MaskWords => (Tokenizer.VocabularySize + 63) / 64;
}
