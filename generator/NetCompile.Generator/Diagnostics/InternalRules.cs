using Microsoft.CodeAnalysis;

namespace NetCompile.Generator.Diagnostics;

/// <summary>NC09xx: what is wrong with NetCompile itself.</summary>
internal static class InternalRules
{
    public static readonly DiagnosticDescriptor UnexpectedException = new(
        "NC0901", "NetCompile failed",
        "NetCompile failed on '{0}': {1}; this is a bug in NetCompile, please report it with the declaration and its files",
        Category.Internal, DiagnosticSeverity.Error, isEnabledByDefault: true);
}

/// <summary>What an exception says in one line.</summary>
internal static class InternalErrors
{
    public static string Describe(Exception e)
    {
        string place = e.StackTrace?.Split('\n').FirstOrDefault()?.Trim() is { Length: > 0 } top ? $" ({top})" : "";
        return $"{e.GetType().Name}: {e.Message.TrimEnd('.')}{place}".Replace("\r", "").Replace("\n", " ");
    }
}
