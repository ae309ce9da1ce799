using Microsoft.CodeAnalysis;
using NetCompile.Models;

namespace NetCompile.Generator.Models;

/// <summary>Models by file, kept while the file's length and time of change stay the same, so that generator and analyzers parse a file once.</summary>
internal static class ModelCache
{
    // A solution has few models; each is a few megabytes at most. The least recently used leaves first.
    private const int Capacity = 32;

    private static readonly object s_lock = new();
    private static readonly LinkedList<Entry> s_entries = new();

    /// <summary>Reads a model file, or takes it from the cache.</summary>
    public static ModelLoad Load(AdditionalText file)
    {
        FileStamp? stamp = FileReader.StampOf(file.Path);
        lock (s_lock)
        {
            for (LinkedListNode<Entry>? node = s_entries.First; node is not null; node = node.Next)
            {
                if (node.Value.Path == file.Path && node.Value.Stamp == stamp)
                {
                    s_entries.Remove(node);
                    s_entries.AddFirst(node);
                    return node.Value.Load;
                }
            }
        }

        // Not under the lock: two threads may read the same file, and both results are right.
        ModelLoad load = Read(file.Path);
        if (stamp is not null)
        {
            lock (s_lock)
            {
                s_entries.AddFirst(new Entry(file.Path, stamp, load));
                while (s_entries.Count > Capacity)
                {
                    s_entries.RemoveLast();
                }
            }
        }

        return load;
    }

    private static ModelLoad Read(string path)
    {
        (byte[]? bytes, string? error) = FileReader.ReadBytes(path);
        if (bytes is null)
        {
            return ModelLoad.Failed(ModelLoadFailure.Unreadable, error!);
        }

        try
        {
            return new ModelLoad(ModelReader.Read(bytes, Path.GetFileName(path)), null);
        }
        catch (ModelFormatException e)
        {
            return ModelLoad.Failed(e);
        }
    }

    private sealed record Entry(string Path, FileStamp? Stamp, ModelLoad Load);
}
