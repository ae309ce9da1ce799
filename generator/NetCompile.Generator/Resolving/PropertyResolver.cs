using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using NetCompile.Generator.Emit;
using NetCompile.Generator.Models;
using NetCompile.Generator.Parsing;
using NetCompile.Models;
using NetCompile.Properties;
using NetCompile.VnnLib;

namespace NetCompile.Generator.Resolving;

/// <summary>Builds the properties of a network: what would violate each, as regions and linear constraints.</summary>
internal sealed class PropertyResolver
{
    /// <summary>Intervals that all boxes of a property together hold at most: each becomes two literals, and 40,000 literals cost the compiler some seconds.</summary>
    public const int MaxIntervals = 20_000;

    private readonly NetworkDeclaration _declaration;
    private readonly NetworkModel _model;
    private readonly ImmutableArray<InputInterval> _region;
    private readonly ProjectFiles _files;

    // Building is exact arithmetic, some ten milliseconds for a picture; generator and analyzers ask again on every keystroke.
    private static readonly RecentResults<Key, Built> s_recent = new(256);

    public PropertyResolver(NetworkDeclaration declaration, NetworkModel model, ImmutableArray<InputInterval> region, ProjectFiles files) =>
        (_declaration, _model, _region, _files) = (declaration, model, region, files);

    /// <summary>The property, or null with the reason where it cannot be built; without a reason where an analyzer reports what is wrong with its file.</summary>
    public (ResolvedProperty? Property, string? Problem) Resolve(PropertyDeclaration declaration, CancellationToken cancellationToken)
    {
        string? path = declaration switch { PropertyDeclaration.VnnLib vnnLib => vnnLib.Path, PropertyDeclaration.Robust robust => robust.Around, _ => null };
        string? text = path is null ? null : TextOf(path, cancellationToken);
        Key key = new(declaration, text, _declaration.Inputs, new EquatableArray<InputInterval>(_region), _model.InputCount, _model.OutputCount);
        Built built = s_recent.GetOrAdd(key, () => Resolve(declaration, text));
        return (built.Property, built.Problem);
    }

    private Built Resolve(PropertyDeclaration declaration, string? text)
    {
        try
        {
            ResolvedProperty? resolved = declaration switch
            {
                PropertyDeclaration.Method method => new ResolvedProperty(method, Build(method), IsUnscaled: false),
                PropertyDeclaration.VnnLib vnnLib => Build(vnnLib, text),
                PropertyDeclaration.Robust robust => Build(robust, text),
                _ => throw new InvalidOperationException($"No such property: {declaration.GetType().Name}."),
            };
            return resolved is { Property.Cases.Length: var boxes } && (long)boxes * _model.InputCount > MaxIntervals
                ? new Built(null, $"it has {boxes} input boxes of {_model.InputCount} intervals, but at most {MaxIntervals} intervals can become source code; verify the file with the tool 'netcompile'")
                : new Built(resolved, null);
        }
        catch (ModelFormatException e)
        {
            // A file is the analyzers' affair: they point at the attribute that names it.
            return new Built(null, declaration is PropertyDeclaration.VnnLib ? null : e.Problem);
        }
    }

    // What is verified is that the declared ranges and the negation exclude each other.
    private VerificationProperty Build(PropertyDeclaration.Method method) =>
        PropertyBuilder.Build(method.Name, method.Formula.Negate(), _model.InputCount, _model.OutputCount, _region, InputName);

    // The file states the violation itself, about the model without the declared scaling.
    private ResolvedProperty? Build(PropertyDeclaration.VnnLib vnnLib, string? text) =>
        text is not null
            ? new ResolvedProperty(vnnLib, VnnLibReader.Read(text, vnnLib.Name, _model.InputCount, _model.OutputCount), IsUnscaled: true)
            : null;

    private ResolvedProperty? Build(PropertyDeclaration.Robust robust, string? text)
    {
        ImmutableArray<double> center = robust.Center?.AsImmutableArray() ?? (text is null ? default : NumberText.Parse(text, robust.Around!).Numbers);
        if (center.IsDefault || center.Length != _model.InputCount)
        {
            return null;
        }

        float[] point = center.Select(c => (float)c).ToArray();
        return new ResolvedProperty(robust, VerificationProperty.Robustness(robust.Name, point, robust.Radius, _region, robust.Label, _model.OutputCount), IsUnscaled: false);
    }

    private string? TextOf(string path, CancellationToken cancellationToken) =>
        _files.Find(path, _declaration.DeclaringFolder) is { } file ? FileReader.ReadText(file, cancellationToken).Text : null;

    private string InputName(int index)
    {
        foreach (InputDeclaration input in _declaration.Inputs)
        {
            if (index < input.Length)
            {
                return input.Count is null ? input.Name : $"{input.Name}[{index}]";
            }

            index -= input.Length;
        }

        return PropertyVariable.Input(index).ToString();
    }

    // All that a property is built from: the names of inputs are in messages.
    private sealed record Key(PropertyDeclaration Property, string? Text, EquatableArray<InputDeclaration> Inputs, EquatableArray<InputInterval> Region, int InputCount, int OutputCount);

    private sealed record Built(ResolvedProperty? Property, string? Problem);
}
