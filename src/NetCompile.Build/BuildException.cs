namespace NetCompile.Build;

/// <summary>The proofs of a build cannot be done, for a reason that its message tells people: NC0513.</summary>
internal sealed class BuildException(string message, Exception? inner = null) : Exception(message, inner);
