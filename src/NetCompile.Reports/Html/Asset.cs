namespace NetCompile.Reports.Html;

/// <summary>The style sheet and the script, which lie in this assembly.</summary>
internal static class Asset
{
    /// <summary>A file of the folder <c>Assets</c>, with line feeds.</summary>
    public static string Text(string name)
    {
        using Stream stream = typeof(Asset).Assembly.GetManifestResourceStream($"NetCompile.Reports.Assets.{name}")
            ?? throw new InvalidOperationException($"The assembly lacks its own file {name}.");
        using StreamReader reader = new(stream);
        return reader.ReadToEnd().ReplaceLineEndings("\n");
    }
}
