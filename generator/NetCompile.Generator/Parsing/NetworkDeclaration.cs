using NetCompile.Properties;

namespace NetCompile.Generator.Parsing;

/// <summary>A <c>[Network]</c> class as its author wrote it, without symbols, syntax or positions: what emission depends on, and nothing else.</summary>
/// <param name="Namespace">The namespace, or null for the global one.</param>
/// <param name="ContainingTypes">The types around the class, outermost first.</param>
/// <param name="Keyword"><c>class</c> or <c>record</c>.</param>
/// <param name="Name">The class's name, without <c>@</c>.</param>
/// <param name="Accessibility"><c>public</c>, <c>internal</c>, <c>private</c>, <c>protected</c>, <c>protected internal</c> or <c>private protected</c>.</param>
/// <param name="IsStatic">Whether the class is static.</param>
/// <param name="HintName">A name for the generated files, without extension, unique in the project whatever the letter case.</param>
/// <param name="ModelPath">The model's path as written, or null for a network of layer attributes.</param>
/// <param name="DeclaringFolder">The folder of the file with the attribute, against which paths are resolved first.</param>
/// <param name="Layers">The layer attributes in order; empty where there is a model file.</param>
/// <param name="WeightsPath">The text file with the weights of the dense layers that state none, as written, or null.</param>
/// <param name="Inputs">The inputs in order.</param>
/// <param name="Outputs">The outputs in order, one entry per name.</param>
/// <param name="Properties">The properties that could be translated, in source order: methods, then VNN-LIB files, then robustness.</param>
/// <param name="Milp">What is stated about the network in optimisation models.</param>
internal sealed record NetworkDeclaration(
    string? Namespace,
    EquatableArray<ContainingType> ContainingTypes,
    string Keyword,
    string Name,
    string Accessibility,
    bool IsStatic,
    string HintName,
    string? ModelPath,
    string DeclaringFolder,
    EquatableArray<LayerDeclaration> Layers,
    string? WeightsPath,
    EquatableArray<InputDeclaration> Inputs,
    EquatableArray<OutputDeclaration> Outputs,
    EquatableArray<PropertyDeclaration> Properties,
    MilpDeclaration Milp)
{
    /// <summary>Whether the network is made smaller for the declared ranges.</summary>
    public bool SpecializesToRegion { get; init; }

    /// <summary>The class as messages name it: with its namespace and the types around it, joined by dots.</summary>
    public string DisplayName => string.Join(".", new[] { Namespace }.Concat(ContainingTypes.Select(t => t.Name)).Append(Name).Where(part => part is not null));

    /// <summary>Inputs of the network: blocks count with all their elements.</summary>
    public int InputCount => Inputs.Sum(i => i.Length);

    /// <summary>Outputs of the network: blocks count with all their elements.</summary>
    public int OutputCount => Outputs.Sum(o => o.Length);
}

/// <summary>A type around a network class.</summary>
/// <param name="Keyword"><c>class</c>, <c>struct</c>, <c>interface</c>, <c>record</c> or <c>record struct</c>.</param>
/// <param name="Name">Its name, without <c>@</c>.</param>
/// <param name="Modifiers">The modifiers that every part must repeat (<c>static</c>, <c>ref</c>, …) without <c>partial</c> and accessibility; possibly empty.</param>
internal sealed record ContainingType(string Keyword, string Name, string Modifiers);

/// <summary>One <c>[Input]</c>: a single input or a block.</summary>
/// <param name="Name">Its name, a valid identifier without <c>@</c>.</param>
/// <param name="Lower">The least value in the user's units; null where the model file states the range. Finite.</param>
/// <param name="Upper">The greatest value; null exactly where <paramref name="Lower"/> is.</param>
/// <param name="Mean">What is subtracted in float32 before the model; null where not given. Finite.</param>
/// <param name="Range">What the difference is then divided by in float32; null where not given. Finite, not 0 as a float.</param>
/// <param name="Count">The elements of a block; null for a single input.</param>
internal sealed record InputDeclaration(string Name, double? Lower, double? Upper, double? Mean, double? Range, int? Count)
{
    /// <summary>The least value that the network was trained with, in the user's units; null where not given. Finite.</summary>
    public double? TrainedFrom { get; init; }

    /// <summary>The greatest value that the network was trained with; null where not given. Finite, at least <see cref="TrainedFrom"/>.</summary>
    public double? TrainedTo { get; init; }

    /// <summary>Elements of the network's input that it stands for.</summary>
    public int Length => Count ?? 1;

    /// <summary>Whether the user's value is scaled before it reaches the model.</summary>
    public bool IsScaled => Mean is not null || Range is not null;
}

/// <summary>One name of an <c>[Output]</c>: a single output or a block.</summary>
/// <param name="Name">Its name, a valid identifier without <c>@</c>.</param>
/// <param name="Scale">What the model's value is multiplied by in float32; null where not given. Finite, not 0 as a float.</param>
/// <param name="Offset">What is then added in float32; null where not given. Finite.</param>
/// <param name="Count">The elements of a block; null for a single output.</param>
internal sealed record OutputDeclaration(string Name, double? Scale, double? Offset, int? Count)
{
    /// <summary>Elements of the network's output that it stands for.</summary>
    public int Length => Count ?? 1;

    /// <summary>Whether the model's value is scaled before the user sees it.</summary>
    public bool IsScaled => Scale is not null || Offset is not null;
}

/// <summary>A layer attribute.</summary>
internal abstract record LayerDeclaration
{
    private LayerDeclaration() { }

    /// <summary><c>y = W x + b</c>. Without inline weights both arrays come from the weights file; with them a null bias is zero.</summary>
    internal sealed record Dense(int Outputs, EquatableArray<float>? Weights, EquatableArray<float>? Bias) : LayerDeclaration;

    /// <summary><c>y = max(0, x)</c>.</summary>
    internal sealed record Relu : LayerDeclaration;

    /// <summary><c>y = max(slope·x, x)</c>.</summary>
    internal sealed record LeakyRelu(float Slope) : LayerDeclaration;

    /// <summary><c>y = min(max(x, lower), upper)</c>.</summary>
    internal sealed record Clip(float Lower, float Upper) : LayerDeclaration;
}

/// <summary>A property of a network class.</summary>
/// <param name="Name">Its name: a valid identifier without <c>@</c>, unique in the class's properties.</param>
internal abstract record PropertyDeclaration(string Name)
{
    /// <summary>Whether the author asks for a proof in every build.</summary>
    public bool ProveAtBuild { get; init; }

    /// <summary>A <c>[Property]</c> method.</summary>
    /// <param name="Name">The method's name.</param>
    /// <param name="Formula">What must hold, over the declared inputs and outputs in the user's units, flattened in order. Not negated, and without the declared ranges.</param>
    /// <param name="Text">The expression as written, on one line, for comments.</param>
    /// <param name="Parameters">For each parameter of the method whether it takes the output rather than the input.</param>
    internal sealed record Method(string Name, Formula Formula, string Text, EquatableArray<bool> Parameters) : PropertyDeclaration(Name);

    /// <summary>A <c>[VnnLib]</c> file, about the model's own inputs and outputs.</summary>
    /// <param name="Name">The name given, or one made from the file's name.</param>
    /// <param name="Path">The path as written.</param>
    internal sealed record VnnLib(string Name, string Path) : PropertyDeclaration(Name);

    /// <summary>A <c>[Robust]</c> attribute: output <paramref name="Label"/> stays the greatest in the box around the point, cut with the declared ranges.</summary>
    /// <param name="Name">The name given.</param>
    /// <param name="Radius">How far each input may move, in the user's units; finite and at least 0.</param>
    /// <param name="Around">The text file with the point, as written; null exactly where <paramref name="Center"/> is given.</param>
    /// <param name="Center">The point, one number per input, finite as a float.</param>
    /// <param name="Label">The index of the output; less than the number of declared outputs.</param>
    internal sealed record Robust(string Name, double Radius, string? Around, EquatableArray<double>? Center, int Label) : PropertyDeclaration(Name);
}
