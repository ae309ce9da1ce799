namespace NetCompile.Build.Output;

/// <summary>An error or a warning of the build.</summary>
/// <param name="File">The file to point at; null for none.</param>
/// <param name="Line">Its line, from 1; 0 without a file.</param>
/// <param name="Column">Its column, from 1; 0 without a file.</param>
/// <param name="Rule">What it reports.</param>
/// <param name="Text">What is wrong; one line.</param>
internal sealed record BuildProblem(string? File, int Line, int Column, BuildRule Rule, string Text);
