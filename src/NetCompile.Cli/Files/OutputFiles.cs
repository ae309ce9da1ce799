namespace NetCompile.Cli.Files;

/// <summary>Writes the files a command was asked for.</summary>
internal static class OutputFiles
{
    /// <summary>Refuses a path that cannot be written, before hours are spent on what it should hold.</summary>
    public static void RequireWritable(string? path)
    {
        if (path is null)
        {
            return;
        }

        if (path.Length == 0 || Directory.Exists(path))
        {
            throw new CliException(ExitCodes.CannotWrite, $"cannot write '{path}': it names no file");
        }

        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? "";
        if (!Directory.Exists(folder))
        {
            throw new CliException(ExitCodes.CannotWrite, $"cannot write {path}: the folder {folder} does not exist; create it first");
        }
    }

    /// <summary>Writes a file, or says why it cannot be written.</summary>
    public static void Write(string path, string text) => Guard(path, () => File.WriteAllText(path, text));

    /// <inheritdoc cref="Write(string, string)"/>
    public static void Write(string path, byte[] bytes) => Guard(path, () => File.WriteAllBytes(path, bytes));

    /// <summary>Turns the failures of the file system into errors for people.</summary>
    public static T Guard<T>(string path, Func<T> action)
    {
        try
        {
            return action();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.CannotWrite, $"cannot write {path}: {e.Message}", e);
        }
    }

    /// <inheritdoc cref="Guard{T}"/>
    public static void Guard(string path, Action action) => Guard(path, () =>
    {
        action();
        return 0;
    });
}
