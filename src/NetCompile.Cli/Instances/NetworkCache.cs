using NetCompile.Cli.Files;
using NetCompile.Runtime;

namespace NetCompile.Cli.Instances;

/// <summary>Keeps the networks of a list loaded from row to row.</summary>
internal sealed class NetworkCache
{
    /// <summary>Parameters kept in all: a few hundred megabytes in the forms in which the engine holds weights.</summary>
    private const long MaxParameters = 16_000_000;

    private readonly LinkedList<(string Path, NetworkRunner Network)> _recent = new();

    /// <summary>How often a file was read, for tests.</summary>
    public int Loads { get; private set; }

    public NetworkRunner Load(string path)
    {
        LinkedListNode<(string Path, NetworkRunner Network)>? node = _recent.First;
        while (node is not null && node.Value.Path != path)
        {
            node = node.Next;
        }

        if (node is not null)
        {
            _recent.Remove(node);
        }
        else
        {
            Loads++;
            node = new LinkedListNode<(string, NetworkRunner)>((path, NetworkRunner.Create(ModelFiles.ReadModel(path))));
        }

        _recent.AddFirst(node);
        while (_recent.Count > 1 && _recent.Sum(n => n.Network.Model.ParameterCount) > MaxParameters)
        {
            _recent.RemoveLast();
        }

        return node.Value.Network;
    }
}
