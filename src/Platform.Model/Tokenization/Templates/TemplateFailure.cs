namespace Platform.Model.Tokenization.Templates;

/// <summary>Something in a template that cannot be done; the statement it stands in adds the line.</summary>
internal sealed class TemplateFailure(string what) : Exception(what);
