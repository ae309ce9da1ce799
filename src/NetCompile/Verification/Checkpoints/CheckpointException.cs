namespace NetCompile.Verification;

/// <summary>A checkpoint that cannot be used: altered, truncated, of another version, or about another network, property or arithmetic. The message says which, with both values.</summary>
public sealed class CheckpointException : Exception
{
    /// <summary>Creates one without a message.</summary>
    public CheckpointException()
    {
    }

    /// <summary>Creates one.</summary>
    public CheckpointException(string message)
        : base(message)
    {
    }

    /// <summary>Creates one with its cause.</summary>
    public CheckpointException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
