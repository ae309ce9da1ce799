using System.Text;
using Microsoft.CodeAnalysis;
using NetCompile.Models;

// RS1035 forbids file access in analyzers, because what they read must be known to the build. Here it is: only AdditionalFiles are read. Their own
// GetText() cannot be used for models, as it decodes text and fails the build on binary content (CS2015).
#pragma warning disable RS1035

namespace NetCompile.Generator.Models;

/// <summary>Reads additional files. The only place on the compiler side that touches the file system.</summary>
internal static class FileReader
{
    // A text that unpacks to more is no property a compiler should load.
    private const int MaxUnpackedBytes = 1 << 26;

    /// <summary>What tells one state of a file from the next; null where the file cannot be seen.</summary>
    public static FileStamp? StampOf(string path)
    {
        FileInfo info = new(path);
        return info.Exists ? new FileStamp(info.Length, info.LastWriteTimeUtc.Ticks) : null;
    }

    /// <summary>The file's content, or why it cannot be read.</summary>
    public static (byte[]? Bytes, string? Error) ReadBytes(string path)
    {
        try
        {
            return (File.ReadAllBytes(path), null);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            return (null, e.Message.TrimEnd('.'));
        }
    }

    /// <summary>The file's text, unpacked where its name ends with <c>.gz</c>, or why it cannot be read.</summary>
    public static (string? Text, string? Error) ReadText(AdditionalText file, CancellationToken cancellationToken)
    {
        if (!file.Path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase))
        {
            return file.GetText(cancellationToken) is { } text ? (text.ToString(), null) : (null, "the compiler could not read it as text");
        }

        (byte[]? bytes, string? error) = ReadBytes(file.Path);
        return bytes is null ? (null, error) : Unpack(bytes, file.Path);
    }

    private static (string? Text, string? Error) Unpack(byte[] packed, string path)
    {
        try
        {
            byte[] bytes = GzipUnpacker.Unpack(packed, path);
            return bytes.Length > MaxUnpackedBytes ? (null, $"it unpacks to more than {MaxUnpackedBytes >> 20} MiB") : (Encoding.UTF8.GetString(bytes), null);
        }
        catch (ModelFormatException e)
        {
            return (null, e.Problem);
        }
    }
}

/// <summary>A file's length and time of change.</summary>
internal sealed record FileStamp(long Length, long LastWriteTicks);
