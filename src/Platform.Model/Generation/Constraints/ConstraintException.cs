namespace Platform.Model.Generation.Constraints;

/// <summary>A form that cannot be kept: a schema with an unknown keyword, a pattern that is not supported, or too few tokens. The message is for whoever asked.</summary>
internal sealed class ConstraintException(string message) : Exception(message.Length <= Longest ? message : $"{message[..Longest]}…")
{
    private const int Longest = 1000; // a name or a pattern in it may be as long as the request
}
