using System.Text.Json.Serialization;

namespace NetCompile.Verification;

/// <summary>What a checkpoint is about and how far it is: the readable part of its file.</summary>
internal sealed record CheckpointHeader
{
    /// <summary>The network's content hash.</summary>
    public required string ModelHash { get; init; }

    /// <summary>The network's name, for people.</summary>
    public required string ModelName { get; init; }

    /// <summary>The property's fingerprint.</summary>
    public required string PropertyHash { get; init; }

    /// <summary>The property's name, for people.</summary>
    public required string PropertyName { get; init; }

    /// <summary>What the proofs so far are about.</summary>
    public required Arithmetic Arithmetic { get; init; }

    /// <summary>What was split; never <see cref="Branching.Automatic"/>.</summary>
    public required Branching Branching { get; init; }

    /// <summary>The seed of the attacks so far.</summary>
    public required int Seed { get; init; }

    /// <summary>Runs so far: later ones start their attacks elsewhere.</summary>
    public required int Runs { get; init; }

    /// <summary>Nodes examined.</summary>
    public required long Boxes { get; init; }

    /// <summary>Wall-clock time of all runs.</summary>
    public required double ElapsedSeconds { get; init; }

    /// <summary>The depth of the deepest node.</summary>
    public required int Depth { get; init; }

    /// <summary>The proved share.</summary>
    public required double ProvedFraction { get; init; }

    /// <summary>Nodes that are open.</summary>
    public required long OpenBoxes { get; init; }

    /// <summary>Why nodes were given up; <see cref="UnknownReason.None"/> where none was.</summary>
    public required UnknownReason GivenUp { get; init; }
}

/// <summary>Reads and writes the header as JSON; enumerations by name, so that a number never changes its meaning.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase, WriteIndented = true, UseStringEnumConverter = true)]
[JsonSerializable(typeof(CheckpointHeader))]
internal sealed partial class CheckpointJson : JsonSerializerContext;
