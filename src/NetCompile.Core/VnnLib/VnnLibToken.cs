namespace NetCompile.VnnLib;

/// <summary>What a token of VNN-LIB text is.</summary>
internal enum VnnLibTokenKind
{
    /// <summary><c>(</c></summary>
    Open,

    /// <summary><c>)</c></summary>
    Close,

    /// <summary>A name, an operator or a number.</summary>
    Symbol,

    /// <summary>A quoted symbol or string, which only commands without meaning for the property may hold.</summary>
    Quoted,

    /// <summary>The end of the text.</summary>
    End,
}

/// <summary>A piece of VNN-LIB text and where it stands.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">Where it starts in the text.</param>
/// <param name="Length">Its length.</param>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Column">Its column, from 1.</param>
internal readonly record struct VnnLibToken(VnnLibTokenKind Kind, int Start, int Length, int Line, int Column);
