namespace Platform.Model.Recipes;

/// <summary>A recipe that cannot be used. The message is for whoever wrote it: what is wrong, and what to write instead.</summary>
public sealed class RecipeException(string message, Exception? inner = null) : Exception(message, inner);
