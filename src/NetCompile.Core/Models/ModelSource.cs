using System.Collections.Immutable;

namespace NetCompile.Models;

/// <summary>What a model file held before it became the IR, for display.</summary>
/// <param name="Format"><c>ONNX</c> or <c>NNet</c>.</param>
/// <param name="Producer">The tool that wrote the file, where it says so.</param>
/// <param name="Version">The format's version, for example <c>IR 7, opset 13</c>.</param>
/// <param name="Nodes">The file's nodes in execution order.</param>
public sealed record ModelSource(string Format, string Producer, string Version, ImmutableArray<SourceNode> Nodes)
{
    /// <summary>The inputs that the file declares, without those it gives a value.</summary>
    public ImmutableArray<SourceValue> Inputs { get; init; } = ImmutableArray<SourceValue>.Empty;

    /// <summary>The outputs that the file declares.</summary>
    public ImmutableArray<SourceValue> Outputs { get; init; } = ImmutableArray<SourceValue>.Empty;

    /// <summary>What a user should know about how the file was read, such as doubles that were rounded; sentences.</summary>
    public ImmutableArray<string> Notes { get; init; } = ImmutableArray<string>.Empty;

    /// <summary>What in the file is not supported; empty for a model that was read.</summary>
    public ImmutableArray<string> Unsupported { get; init; } = ImmutableArray<string>.Empty;
}

/// <summary>A node of a model file.</summary>
/// <param name="Operator">The operator's name in the file, for example <c>Gemm</c>.</param>
/// <param name="Name">The node's name, possibly empty.</param>
/// <param name="Shape">The shape of its first output; null where it is not known.</param>
public sealed record SourceNode(string Operator, string Name, TensorShape? Shape);

/// <summary>An input or output of a model file.</summary>
/// <param name="Name">Its name in the file.</param>
/// <param name="ElementType">Its element type in the file's words, for example <c>float</c>.</param>
/// <param name="Shape">Its shape with a symbolic batch dimension as 1; null where it is not fully known.</param>
public sealed record SourceValue(string Name, string ElementType, TensorShape? Shape);
