namespace Platform.Model.Checkpoints;

/// <summary>A checkpoint folder cannot be used; the message says in one sentence what is wrong with which file.</summary>
public sealed class CheckpointException : Exception
{
    public CheckpointException(string message)
        : base(message)
    {
    }

    public CheckpointException(string message, Exception cause)
        : base(message, cause)
    {
    }

    public CheckpointException()
    {
    }
}
