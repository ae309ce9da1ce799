using System.Collections.Immutable;
using System.Globalization;
using NetCompile.Properties;
using NetCompile.Verification;

namespace NetCompile.Runtime;

/// <summary>A property of a <c>[Network]</c> class with all that a tool needs to verify it, name it and explain what it finds.</summary>
/// <remarks>The generator emits one for each property; <see cref="NetworkProperties"/> finds them.</remarks>
public sealed class NetworkProperty
{
    private readonly Func<VerificationOptions?, IProgress<VerificationProgress>?, CancellationToken, VerificationResult> _verify;

    /// <summary>A property. Called by generated code.</summary>
    /// <param name="runner">The network that it is about, as the engine runs it.</param>
    /// <param name="property">What is verified.</param>
    /// <param name="verify">The class's own method that verifies it.</param>
    public NetworkProperty(
        NetworkRunner runner, VerificationProperty property, Func<VerificationOptions?, IProgress<VerificationProgress>?, CancellationToken, VerificationResult> verify) =>
        (Runner, Property, _verify) = (runner, property, verify);

    /// <summary>The full name of the network's class, as C# writes it: <c>Cars.Cruise</c>.</summary>
    public required string NetworkName { get; init; }

    /// <summary>The property's name.</summary>
    public required string Name { get; init; }

    /// <summary>What its author wrote: the expression, the file, or the robustness in words.</summary>
    public required string Text { get; init; }

    /// <summary>The names of the inputs as properties write them, without <c>x.</c>: <c>gap</c>, <c>pixel[3]</c>; <c>[InputCount]</c>.</summary>
    public required ImmutableArray<string> InputNames { get; init; }

    /// <summary>The names of the outputs, without <c>y.</c>; <c>[OutputCount]</c>.</summary>
    public required ImmutableArray<string> OutputNames { get; init; }

    /// <summary>Whether the author asked for a proof in every build.</summary>
    public bool ProveAtBuild { get; init; }

    /// <summary>Whether it speaks of the model's own inputs and outputs where those are not in the user's units: a VNN-LIB file about a network that is declared with scaling.</summary>
    public bool IsUnscaled { get; init; }

    /// <summary>The network that it is about, as the engine runs it.</summary>
    public NetworkRunner Runner { get; }

    /// <summary>What is verified.</summary>
    public VerificationProperty Property { get; }

    /// <summary>A hash of the network and of what is demanded of it: the same for the same question, whatever the names are. 64 hexadecimal digits, a dot, and 64 more.</summary>
    public string Fingerprint => $"{Runner.Model.ContentHash}.{PropertyFingerprint.Of(Property)}";

    /// <summary>Proves or refutes it.</summary>
    /// <param name="options">Limits and choices; null for the defaults.</param>
    /// <param name="progress">Told about ten times a second how far the run is.</param>
    /// <param name="cancellationToken">Ends the run with the verdict unknown.</param>
    public VerificationResult Verify(VerificationOptions? options = null, IProgress<VerificationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        _verify(options, progress, cancellationToken);

    /// <summary>A counterexample in words, for example <c>gap = 8.83, speed = 22.96 gives acceleration = 0.41</c>; long lists are cut.</summary>
    /// <param name="counterexample">Of this property.</param>
    /// <param name="most">How many inputs and how many outputs to name at most.</param>
    public string Describe(Counterexample counterexample, int most = 12) =>
        $"{List(InputNames, counterexample.Input, most)} gives {List(OutputNames, counterexample.Output, most)}" + (IsUnscaled ? " (the model's own values, before and after the declared scaling)" : "");

    /// <summary><c>Cars.Cruise.KeepsItsDistance</c>.</summary>
    public override string ToString() => $"{NetworkName}.{Name}";

    private static string List(ImmutableArray<string> names, ImmutableArray<float> values, int most)
    {
        IEnumerable<string> shown = names.Zip(values, (name, value) => $"{name} = {value.ToString("R", CultureInfo.InvariantCulture)}").Take(most);
        return string.Join(", ", shown) + (values.Length > most ? $", … ({(values.Length - most).ToString(CultureInfo.InvariantCulture)} more)" : "");
    }
}
