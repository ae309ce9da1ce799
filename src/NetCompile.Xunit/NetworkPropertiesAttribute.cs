using System.Diagnostics.CodeAnalysis;
using System.Reflection;
using NetCompile.Runtime;
using Xunit.Sdk;

namespace NetCompile.Xunit;

/// <summary>One test per property that a network declares: <c>[Theory, NetworkProperties(typeof(Cruise))] public void Holds(ProvedProperty property) => property.RequireHolds();</c></summary>
/// <remarks>Each property is a test of its own in the explorer and on the command line, with its own result. Limits stand here, so that the test is one line.</remarks>
/// <param name="networkClass">A class with <see cref="NetworkAttribute"/>; with <see cref="WholeAssembly"/>, any type of the assembly.</param>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
[RequiresUnreferencedCode("Looks for generated types by reflection.")]
[RequiresDynamicCode("Calls generated types by reflection.")]
public sealed class NetworkPropertiesAttribute(Type networkClass) : DataAttribute
{
    /// <summary>The network's class.</summary>
    public Type NetworkClass { get; } = networkClass;

    /// <summary>Whether the properties of every network in the class's assembly are meant.</summary>
    public bool WholeAssembly { get; set; }

    /// <summary>Whether only properties with <c>ProveAtBuild = true</c> are meant.</summary>
    public bool OnlyMarked { get; set; }

    /// <summary>The seconds that one property may take; more than 0.</summary>
    public double TimeLimit { get; set; } = ProofLimits.Default.TimeLimit;

    /// <summary>The most boxes that one property may take; 0 for any number.</summary>
    public long NodeLimit { get; set; }

    /// <summary>Threads; 0 for one per processor.</summary>
    public int Threads { get; set; }

    /// <summary>Whether a property that holds only because no input meets its conditions passes.</summary>
    public bool AllowVacuous { get; set; }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The class is no network, there is no property to test, or a limit is out of its range.</exception>
    public override IEnumerable<object[]> GetData(MethodInfo testMethod)
    {
        ProofLimits limits = new ProofLimits(TimeLimit, NodeLimit, Threads, AllowVacuous).Checked();
        PropertySource source = new(NetworkClass, WholeAssembly);
        object[][] tests = [.. source.Properties().Where(p => p.ProveAtBuild || !OnlyMarked).Select(p => new object[] { new ProvedProperty(source, p, limits) })];
        return tests.Length > 0
            ? tests
            : throw new ArgumentException(
                $"{(WholeAssembly ? $"The assembly of {NetworkClass}" : NetworkClass)} declares no property{(OnlyMarked ? " with ProveAtBuild = true" : "")}; "
                + "add one with [Property], [Robust] or [VnnLib], or drop the test.");
    }
}
