using Platform.Model.Tokenization;

namespace Platform.Model.Serving;

/// <summary>What a loaded model knows of text.</summary>
/// <param name="Template">Null when the checkpoint brings none: then it takes no conversations.</param>
internal sealed record LoadedText(TextTokenizer Tokenizer, ChatTemplate? Template);
