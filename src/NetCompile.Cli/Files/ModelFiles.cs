using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.VnnLib;

namespace NetCompile.Cli.Files;

/// <summary>Opens model and property files: the only place of the tool that does.</summary>
internal static class ModelFiles
{
    /// <summary>Reads a network.</summary>
    /// <exception cref="CliException">The file is missing or cannot be read.</exception>
    /// <exception cref="ModelFormatException">The file is malformed or unsupported.</exception>
    public static NetworkModel ReadModel(string path)
    {
        (byte[] bytes, string opened) = ReadBytes(path, "model file");
        return ModelReader.Read(bytes, opened);
    }

    /// <summary>Reads what a model file holds, and the network where everything in the file is supported.</summary>
    /// <exception cref="CliException">The file is missing or cannot be read.</exception>
    /// <exception cref="ModelFormatException">The file is malformed.</exception>
    public static (ModelSource Source, NetworkModel? Model) Describe(string path)
    {
        (byte[] bytes, string opened) = ReadBytes(path, "model file");
        ModelSource source = ModelReader.Describe(bytes, opened);
        return (source, source.Unsupported.IsEmpty ? ModelReader.Read(bytes, opened) : null);
    }

    /// <summary>Reads a property of <paramref name="model"/>.</summary>
    /// <exception cref="CliException">The file is missing, cannot be read, or is about another number of inputs or outputs.</exception>
    /// <exception cref="ModelFormatException">The file is malformed or unsupported.</exception>
    public static VerificationProperty ReadProperty(string path, NetworkModel model)
    {
        (byte[] bytes, string opened) = ReadBytes(path, "property file");
        VerificationProperty property = VnnLibReader.Read(bytes, opened);
        if (property.InputCount != model.InputCount || property.OutputCount != model.OutputCount)
        {
            throw new CliException(
                ExitCodes.BadData,
                $"{opened} declares {Count(property.InputCount, "input")} and {Count(property.OutputCount, "output")}, but {model.Name} has {model.InputCount} and {model.OutputCount}; "
                + "is it the property of another network?");
        }

        return property;
    }

    /// <summary>Reads a certificate's bytes.</summary>
    /// <exception cref="CliException">The file is missing or cannot be read.</exception>
    public static (byte[] Bytes, string Opened) ReadCertificate(string path) => ReadBytes(path, "certificate");

    /// <summary>Reads the text of a list.</summary>
    /// <exception cref="CliException">The file is missing or cannot be read.</exception>
    public static string ReadText(string path, string what)
    {
        string opened = Resolve(path, what);
        return Guard(opened, () => File.ReadAllText(opened));
    }

    /// <summary>The file to open for a name: itself, else the name with <c>.gz</c>.</summary>
    private static string Resolve(string path, string what)
    {
        if (File.Exists(path))
        {
            return path;
        }

        if (File.Exists(path + ".gz"))
        {
            return path + ".gz";
        }

        if (Directory.Exists(path))
        {
            throw new CliException(ExitCodes.NoInput, $"{path} is a folder, not a {what}");
        }

        string folder = Path.GetDirectoryName(path) is { Length: > 0 } parent ? parent : ".";
        if (!Directory.Exists(folder))
        {
            throw new CliException(ExitCodes.NoInput, $"{what} not found: {path} (the folder {folder} does not exist)");
        }

        string? nearest = NearestName.Find(Path.GetFileName(path), Directory.EnumerateFiles(folder).Select(f => Path.GetFileName(f)!));
        throw new CliException(
            ExitCodes.NoInput,
            $"{what} not found: {path}" + (nearest is null ? "" : $"; did you mean {Path.Combine(Path.GetDirectoryName(path) ?? "", nearest)}?"));
    }

    private static (byte[] Bytes, string Opened) ReadBytes(string path, string what)
    {
        string opened = Resolve(path, what);
        return (Guard(opened, () => File.ReadAllBytes(opened)), opened);
    }

    private static T Guard<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new CliException(ExitCodes.NoInput, $"cannot read {path}: {e.Message}", e);
        }
    }

    private static string Count(int count, string noun) => count == 1 ? $"1 {noun}" : $"{count} {noun}s";
}
