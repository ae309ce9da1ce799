namespace NetCompile.Milp.Cbc;

/// <summary>The native library of a solver is missing or cannot be used; the message says what was tried and what to install.</summary>
public sealed class SolverLibraryException : InvalidOperationException
{
    /// <summary>An exception with a message.</summary>
    public SolverLibraryException(string message)
        : base(message)
    {
    }

    /// <summary>An exception with a message and its cause.</summary>
    public SolverLibraryException(string message, Exception? cause)
        : base(message, cause)
    {
    }
}
