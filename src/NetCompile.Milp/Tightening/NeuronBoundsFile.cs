using System.Text.Json;
using System.Text.Json.Serialization;
using NetCompile.Models;
using NetCompile.Verification;

namespace NetCompile.Milp;

/// <summary>Writes proven bounds to a JSON file and reads them back: bounds that took hours are computed once.</summary>
/// <remarks>
/// The file names the network by its content hash, the box, the arithmetic and the constraints the bounds hold for, and is refused for anything else; a box inside the file's box may use them. Numbers are written so that they
/// are read back bit by bit, infinities as <c>"Infinity"</c>. The file is trusted: whoever can change it can make a bound wrong.
/// </remarks>
public static class NeuronBoundsFile
{
    private const string Format = "netcompile-neuron-bounds";
    private const int Version = 1;

    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
        Converters = { new JsonStringEnumConverter() },
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    };

    /// <summary>Writes bounds.</summary>
    /// <param name="stream">Where to.</param>
    /// <param name="bounds">The bounds.</param>
    public static void Write(Stream stream, NeuronBounds bounds)
    {
        Content content = new()
        {
            Format = Format,
            Version = Version,
            Network = bounds.Model.Name,
            ContentHash = bounds.Model.ContentHash,
            Arithmetic = bounds.Arithmetic,
            IsProved = bounds.IsProved,
            ConstraintsHash = bounds.Constraints.Hash,
            InputLower = [.. bounds.InputLower],
            InputUpper = [.. bounds.InputUpper],
            Values = [.. NeuronBounds.Needed(bounds.Model).Select(id => new Value
            {
                Operator = id,
                Lower = bounds[id].Lower.ToArray(),
                Upper = bounds[id].Upper.ToArray(),
                LowerOrigin = bounds[id].LowerOrigin.ToArray(),
                UpperOrigin = bounds[id].UpperOrigin.ToArray(),
            })],
        };
        JsonSerializer.Serialize(stream, content, Json);
    }

    /// <summary>Writes bounds to a file.</summary>
    /// <inheritdoc cref="Write(Stream, NeuronBounds)"/>
    /// <param name="path">The file; replaced if it exists.</param>
    /// <param name="bounds">The bounds.</param>
    public static void Save(string path, NeuronBounds bounds)
    {
        using FileStream stream = File.Create(path);
        Write(stream, bounds);
    }

    /// <summary>Reads bounds for a network.</summary>
    /// <param name="stream">Where from.</param>
    /// <param name="model">The network they are to be used for.</param>
    /// <param name="constraints">The constraints of the inputs they are to be used for; null for none. Bounds that were computed without constraints hold under any.</param>
    /// <exception cref="InvalidDataException">The file is damaged, of another kind or version, of another network, or its bounds hold under other constraints only.</exception>
    public static NeuronBounds Read(Stream stream, NetworkModel model, InputConstraints? constraints = null)
    {
        Content content = Parse(stream);
        if (content.ContentHash != model.ContentHash)
        {
            throw new InvalidDataException(
                $"The bounds are of the network '{content.Network}' ({Short(content.ContentHash)}), not of '{model.Name}' ({Short(model.ContentHash)}). Compute them for this network.");
        }

        if (content.ConstraintsHash.Length > 0 && content.ConstraintsHash != constraints?.Hash)
        {
            throw new InvalidDataException(
                $"The bounds hold only for inputs that meet the constraints they were computed with ({Short(content.ConstraintsHash)}), and those are not the constraints here. Compute them without constraints, or with these.");
        }

        ValueBounds?[] values = new ValueBounds?[model.Operators.Length];
        foreach (Value value in content.Values)
        {
            if (value.Operator < 0 || value.Operator >= values.Length || values[value.Operator] is not null)
            {
                throw Damaged($"operator {value.Operator} is not in the network, or occurs twice");
            }

            values[value.Operator] = Bounds(value);
        }

        try
        {
            return new NeuronBounds(model, content.InputLower, content.InputUpper, content.Arithmetic, values, content.ConstraintsHash.Length > 0 ? constraints : null);
        }
        catch (ArgumentException e)
        {
            throw Damaged(e.Message);
        }
    }

    /// <summary>Reads bounds for a network over a box.</summary>
    /// <param name="stream">Where from.</param>
    /// <param name="model">The network they are to be used for.</param>
    /// <param name="lower">Lower ends of the box they are to be used on.</param>
    /// <param name="upper">Upper ends of the box.</param>
    /// <param name="constraints">The constraints of the inputs they are to be used for; null for none.</param>
    /// <returns>The bounds, of the box they were computed for, which contains this one.</returns>
    /// <exception cref="InvalidDataException">As for <see cref="Read(Stream, NetworkModel, InputConstraints)"/>; or the bounds hold on a box that does not contain this one.</exception>
    public static NeuronBounds Read(Stream stream, NetworkModel model, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, InputConstraints? constraints = null)
    {
        NeuronBounds bounds = Read(stream, model, constraints);
        return NeuronBoundsCheck.Mismatch(bounds.InputLower, bounds.InputUpper, lower, upper) is { } outside ? throw new InvalidDataException(outside) : bounds;
    }

    /// <summary>Reads bounds from a file for a network over a box.</summary>
    /// <inheritdoc cref="Read(Stream, NetworkModel, ReadOnlySpan{double}, ReadOnlySpan{double}, InputConstraints)"/>
    /// <param name="path">The file.</param>
    /// <param name="model">The network they are to be used for.</param>
    /// <param name="lower">Lower ends of the box they are to be used on.</param>
    /// <param name="upper">Upper ends of the box.</param>
    /// <param name="constraints">The constraints of the inputs they are to be used for; null for none.</param>
    public static NeuronBounds Load(string path, NetworkModel model, ReadOnlySpan<double> lower, ReadOnlySpan<double> upper, InputConstraints? constraints = null)
    {
        using FileStream stream = File.OpenRead(path);
        try
        {
            return Read(stream, model, lower, upper, constraints);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    private static Content Parse(Stream stream)
    {
        Content? content;
        try
        {
            content = JsonSerializer.Deserialize<Content>(stream, Json);
        }
        catch (JsonException e)
        {
            throw Damaged(e.Message);
        }

        if (content is null || content.Format != Format)
        {
            throw new InvalidDataException($"This is no file of neuron bounds: its format is '{content?.Format}', not '{Format}'.");
        }

        return content.Version == Version
            ? content
            : throw new InvalidDataException($"The file of neuron bounds has version {content.Version}; this program reads version {Version}. Compute the bounds again.");
    }

    private static ValueBounds Bounds(Value value)
    {
        int count = value.Lower.Length;
        if (value.Upper.Length != count || value.LowerOrigin.Length != count || value.UpperOrigin.Length != count)
        {
            throw Damaged($"operator {value.Operator} has {count} lower and {value.Upper.Length} upper bounds, {value.LowerOrigin.Length} and {value.UpperOrigin.Length} origins");
        }

        if (value.Lower.Any(double.IsNaN) || value.Upper.Any(double.IsNaN) || value.LowerOrigin.Concat(value.UpperOrigin).Any(o => !Enum.IsDefined(o)))
        {
            throw Damaged($"operator {value.Operator} has a bound that is no number, or an unknown origin");
        }

        return new ValueBounds(value.Lower, value.Upper, value.LowerOrigin, value.UpperOrigin);
    }

    private static InvalidDataException Damaged(string why) => new($"The file of neuron bounds is damaged: {why.TrimEnd('.')}.");

    private static string Short(string hash) => hash.Length > 12 ? hash[..12] + "…" : hash;

    private sealed class Content
    {
        public required string Format { get; init; }

        public required int Version { get; init; }

        public required string Network { get; init; }

        public required string ContentHash { get; init; }

        public required Arithmetic Arithmetic { get; init; }

        // For readers of the file; what counts are the origins.
        public required bool IsProved { get; init; }

        public required string ConstraintsHash { get; init; }

        public required double[] InputLower { get; init; }

        public required double[] InputUpper { get; init; }

        public required Value[] Values { get; init; }
    }

    private sealed class Value
    {
        public required int Operator { get; init; }

        public required double[] Lower { get; init; }

        public required double[] Upper { get; init; }

        public required BoundOrigin[] LowerOrigin { get; init; }

        public required BoundOrigin[] UpperOrigin { get; init; }
    }
}
