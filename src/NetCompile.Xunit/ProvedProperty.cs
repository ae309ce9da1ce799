using System.Diagnostics.CodeAnalysis;
using NetCompile.Runtime;
using NetCompile.Verification;
using Xunit.Abstractions;

namespace NetCompile.Xunit;

/// <summary>A property as the argument of a test.</summary>
/// <remarks>Travels between the process that lists tests and the one that runs them by the name of the property and of its class.</remarks>
[RequiresUnreferencedCode("Looks for generated types by reflection.")]
[RequiresDynamicCode("Calls generated types by reflection.")]
public sealed class ProvedProperty : IXunitSerializable
{
    private PropertySource? _source;
    private NetworkProperty? _property;
    private string _name = "";
    private ProofLimits _limits = ProofLimits.Default;

    /// <summary>Called by xunit before <see cref="Deserialize"/>.</summary>
    public ProvedProperty() { }

    internal ProvedProperty(PropertySource source, NetworkProperty property, ProofLimits limits) => (_source, _property, _name, _limits) = (source, property, property.ToString(), limits);

    /// <summary>The property.</summary>
    public NetworkProperty Property => _property ??= (_source ?? throw new InvalidOperationException("xunit has not said which property this is.")).Find(_name);

    /// <summary>Proves or refutes it within the limits of the attribute.</summary>
    /// <param name="options">Other limits and choices; null for those of the attribute.</param>
    /// <param name="progress">Told about ten times a second how far the run is.</param>
    /// <param name="cancellationToken">Ends the run with the verdict unknown.</param>
    public VerificationResult Verify(VerificationOptions? options = null, IProgress<VerificationProgress>? progress = null, CancellationToken cancellationToken = default) =>
        Property.Verify(options ?? _limits.ToOptions(), progress, cancellationToken);

    /// <summary>Fails unless the property is proved: with the counterexample where it is violated, with the reason where it is unknown, and where it says nothing about the network.</summary>
    /// <param name="options">Other limits and choices; null for those of the attribute.</param>
    /// <param name="progress">Told about ten times a second how far the run is.</param>
    /// <param name="cancellationToken">Ends the run; what is not proved by then fails as undecided.</param>
    /// <returns>The proof's effort.</returns>
    /// <exception cref="PropertyNotProvedException">It is not proved.</exception>
    public VerificationResult RequireHolds(VerificationOptions? options = null, IProgress<VerificationProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        VerificationResult result = Verify(options, progress, cancellationToken);
        return result switch
        {
            { Verdict: Verdict.Holds, IsVacuous: false } => result,
            { Verdict: Verdict.Holds } => _limits.AllowVacuous ? result : throw new PropertyNotProvedException(FailureText.Vacuous(Property), result),
            { Verdict: Verdict.Violated } => throw new PropertyNotProvedException(FailureText.Violated(Property, result), result),
            _ => throw new PropertyNotProvedException(FailureText.Unknown(Property, result, options ?? _limits.ToOptions()), result),
        };
    }

    /// <summary>The property's full name, as the test's display name shows it.</summary>
    public override string ToString() => _name;

    /// <inheritdoc/>
    public void Serialize(IXunitSerializationInfo info)
    {
        info.AddValue("type", _source?.Type, typeof(Type));
        info.AddValue("wholeAssembly", _source?.WholeAssembly ?? false);
        info.AddValue("name", _name);
        info.AddValue("timeLimit", _limits.TimeLimit);
        info.AddValue("nodeLimit", _limits.NodeLimit);
        info.AddValue("threads", _limits.Threads);
        info.AddValue("allowVacuous", _limits.AllowVacuous);
    }

    /// <inheritdoc/>
    public void Deserialize(IXunitSerializationInfo info)
    {
        _source = new PropertySource(info.GetValue<Type>("type"), info.GetValue<bool>("wholeAssembly"));
        _name = info.GetValue<string>("name");
        _limits = new ProofLimits(info.GetValue<double>("timeLimit"), info.GetValue<long>("nodeLimit"), info.GetValue<int>("threads"), info.GetValue<bool>("allowVacuous"));
        _property = null;
    }
}
