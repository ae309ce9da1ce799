using System.IO.Compression;
using System.Text;
using NetCompile.Certificates;
using NetCompile.Models;
using NetCompile.Properties;

namespace NetCompile.Verification;

/// <summary>What is left of a verification that was stopped: its open boxes, and how far it was. <see cref="VerificationOptions.ResumeFrom"/> goes on from there.</summary>
/// <remarks>
/// A resumed run examines every box that was open, and only these; boxes that were given up are remembered, so it never reports that the property holds where they stand in the way.
/// Bounds that boxes inherited are not kept: they are computed again, which is sound and at first a bit looser, so that the number of boxes can differ from that of an uninterrupted run.
/// What was proved before is believed, as is the file: its checksum finds damage, not forgery.
/// </remarks>
public sealed class VerificationCheckpoint
{
    private readonly CheckpointHeader _header;
    private readonly ChunkedBuffer _nodes;

    private VerificationCheckpoint(CheckpointHeader header, ChunkedBuffer nodes)
    {
        _header = header;
        _nodes = nodes;
    }

    /// <summary>The network's content hash, <see cref="NetworkModel.ContentHash"/>.</summary>
    public string ModelHash => _header.ModelHash;

    /// <summary>The SHA-256 of what the property states: its regions and constraints, not its name.</summary>
    public string PropertyHash => _header.PropertyHash;

    /// <summary>The property's name.</summary>
    public string PropertyName => _header.PropertyName;

    /// <summary>What the proofs so far are about.</summary>
    public Arithmetic Arithmetic => _header.Arithmetic;

    /// <summary>What was split, and will be: <see cref="Branching.Input"/> or <see cref="Branching.Relu"/>.</summary>
    public Branching Branching => _header.Branching;

    /// <summary>The seed of the attacks so far.</summary>
    public int Seed => _header.Seed;

    /// <summary>Runs so far.</summary>
    public int Runs => _header.Runs;

    /// <summary>Boxes examined in all runs so far.</summary>
    public long Boxes => _header.Boxes;

    /// <summary>Boxes that are open.</summary>
    public long OpenBoxes => _header.OpenBoxes;

    /// <summary>Wall-clock time of all runs so far.</summary>
    public TimeSpan Elapsed => TimeSpan.FromSeconds(_header.ElapsedSeconds);

    /// <summary>The depth of the deepest box so far.</summary>
    public int Depth => _header.Depth;

    /// <summary>The proved share of the region's volume, 0 to 1.</summary>
    public double ProvedFraction => _header.ProvedFraction;

    /// <summary>Why some box was given up; <see cref="UnknownReason.None"/> where none was. Where some was, a resumed run can refute the property but not prove it.</summary>
    public UnknownReason GivenUp => _header.GivenUp;

    /// <summary>Reads a checkpoint file.</summary>
    /// <exception cref="CheckpointException">It is no checkpoint, of another version, truncated or altered.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be read.</exception>
    public static VerificationCheckpoint Load(string path)
    {
        using FileStream stream = File.OpenRead(path);
        return Load(stream);
    }

    /// <summary>Reads a checkpoint, which must be all that is left of the stream.</summary>
    /// <exception cref="CheckpointException">It is no checkpoint, of another version, truncated or altered.</exception>
    public static VerificationCheckpoint Load(Stream stream)
    {
        (CheckpointHeader header, ChunkedBuffer nodes) = CheckpointFile.Read(stream);
        return new VerificationCheckpoint(header, nodes);
    }

    /// <summary>Writes a checkpoint file: under another name beside it first, so that an older checkpoint stays whole until the new one is.</summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void Save(string path)
    {
        string temporary = $"{path}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (FileStream stream = new(temporary, FileMode.CreateNew, FileAccess.Write))
            {
                Save(stream);
                stream.Flush(flushToDisk: true);
            }

            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes the checkpoint to a stream.</summary>
    public void Save(Stream stream) => CheckpointFile.Write(stream, _header, _nodes);

    /// <summary>One line for people.</summary>
    public override string ToString() =>
        FormattableString.Invariant($"{PropertyName}: {OpenBoxes} open of {Boxes} boxes, {100 * ProvedFraction:0.0} % proved, {Elapsed.TotalSeconds:0.0} s");

    /// <summary>Makes a checkpoint of open nodes, in the order in which they would be examined.</summary>
    internal static VerificationCheckpoint Create(CheckpointHeader header, IEnumerable<SearchNode> nodes)
    {
        ChunkedBuffer buffer = new();
        long count = 0;
        using (ZLibStream compressed = new(buffer.OpenWrite(), CompressionLevel.Fastest))
        using (BufferedStream buffered = new(compressed, 1 << 16))
        using (BinaryWriter writer = new(buffered, Encoding.UTF8))
        {
            foreach (SearchNode node in nodes)
            {
                SearchNodeFormat.Write(writer, node);
                count++;
            }
        }

        return new VerificationCheckpoint(header with { OpenBoxes = count }, buffer);
    }

    /// <summary>Refuses to go on with another network, property, arithmetic or kind of split.</summary>
    /// <exception cref="CheckpointException">Something differs.</exception>
    internal void Require(NetworkModel model, VerificationProperty property, VerificationOptions options)
    {
        if (ModelHash != model.ContentHash)
        {
            throw new CheckpointException(
                $"The checkpoint is about the network '{_header.ModelName}' with the content hash {ModelHash}; the network to verify, '{model.Name}', has {model.ContentHash}.");
        }

        string hash = PropertyFingerprint.Of(property);
        if (PropertyHash != hash)
        {
            throw new CheckpointException(
                $"The checkpoint is about the property '{PropertyName}', whose regions and constraints have the hash {PropertyHash}; the property to verify, '{property.Name}', has {hash}.");
        }

        if (Arithmetic != options.Arithmetic)
        {
            throw new CheckpointException($"The checkpoint is about {Arithmetic} arithmetic; the run is to be about {options.Arithmetic}. Its proofs hold for its own arithmetic only.");
        }

        if (options.Branching != Branching.Automatic && Branching != options.Branching)
        {
            throw new CheckpointException($"The checkpoint is of a search that splits {Branching}; the run is to split {options.Branching}. Leave the choice to the checkpoint, or start anew.");
        }
    }

    /// <summary>Reads the open nodes, in the order in which they are to be examined.</summary>
    /// <param name="cases">The cases of the property whose region is not empty, by index.</param>
    /// <param name="model">The network.</param>
    /// <exception cref="CheckpointException">They cannot be read.</exception>
    internal List<SearchNode> ReadNodes(IReadOnlyDictionary<int, CaseProblem> cases, NetworkModel model)
    {
        try
        {
            using ZLibStream stream = new(_nodes.OpenRead(), CompressionMode.Decompress);
            using BufferedStream buffered = new(stream, 1 << 16);
            using BinaryReader reader = new(buffered, Encoding.UTF8);
            SearchNodeKind kind = Branching == Branching.Relu ? SearchNodeKind.Phase : SearchNodeKind.Box;
            int neurons = new SlopeLayout(model).Count;
            List<SearchNode> nodes = [];
            for (long i = 0; i < OpenBoxes; i++)
            {
                SearchNode node = SearchNodeFormat.Read(reader, cases, neurons);
                nodes.Add(node.Kind == kind ? node : throw new InvalidDataException($"a node is of the kind {node.Kind} among nodes of the kind {kind}"));
            }

            return buffered.ReadByte() < 0 ? nodes : throw CheckpointFile.Damaged($"more follows its {OpenBoxes} boxes");
        }
        catch (Exception e) when (e is InvalidDataException or EndOfStreamException)
        {
            throw CheckpointFile.Damaged(e.Message, e);
        }
    }
}
