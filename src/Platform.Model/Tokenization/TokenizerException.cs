namespace Platform.Model.Tokenization;

/// <summary>A tokenizer or chat template that cannot be used. The message is one sentence for whoever brought the folder: what is wrong, and where.</summary>
public sealed class TokenizerException(string message, Exception? inner = null) : Exception(message, inner);
