using System.Collections.Immutable;

namespace NetCompile.Models;

/// <summary>What a model file held before it became the IR, for display.</summary>
/// <param name="Format"><c>ONNX</c> or <c>NNet</c>.</param>
/// <param name="Producer">The tool that wrote the file, where it says so.</param>
/// <param name="Version">The format's version, for example <c>IR 7, opset 13</c>.</param>
/// <param name="Nodes">The file's nodes in execution order.</param>
public sealed record ModelSource(string Format, string Producer, string Version, ImmutableArray<SourceNode> Nodes);

/// <summary>A node of a model file.</summary>
/// <param name="Operator">The operator's name in the file, for example <c>Gemm</c>.</param>
/// <param name="Name">The node's name, possibly empty.</param>
/// <param name="Shape">The shape of its first output; null where it is not known.</param>
public sealed record SourceNode(string Operator, string Name, TensorShape? Shape);
