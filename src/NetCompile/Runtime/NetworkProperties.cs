using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Reflection;

namespace NetCompile.Runtime;

/// <summary>Finds the properties that <c>[Network]</c> classes declare, for tools that verify what they have not been compiled with.</summary>
[RequiresUnreferencedCode("Looks for generated types by reflection.")]
[RequiresDynamicCode("Calls generated types by reflection.")]
public static class NetworkProperties
{
    private const string GeneratedName = "Network";

    /// <summary>The properties of every network class of an assembly, by the classes' names, then in the order in which they are declared.</summary>
    /// <exception cref="ReflectionTypeLoadException">A type needs an assembly that cannot be found.</exception>
    /// <exception cref="InvalidOperationException">A class or property of the source was not compiled: it must not be passed over as if it held.</exception>
    public static ImmutableArray<NetworkProperty> In(Assembly assembly) => ProblemIn(assembly) is { } problem ? throw new InvalidOperationException(problem) : CompiledIn(assembly);

    /// <summary>The properties of one network class, in the order in which they are declared.</summary>
    /// <param name="networkClass">A class with <see cref="NetworkAttribute"/>.</param>
    /// <exception cref="ArgumentException">Nothing was generated into the class.</exception>
    /// <exception cref="InvalidOperationException">A property of the class was not compiled: it must not be passed over as if it held.</exception>
    public static ImmutableArray<NetworkProperty> Of(Type networkClass)
    {
        Type network = GeneratedIn(networkClass)
            ?? throw new ArgumentException($"'{networkClass}' is no network: nothing was generated into it. It needs [Network], and the package NetCompile in the project that declares it.", nameof(networkClass));
        return ProblemOf(networkClass) is { } problem ? throw new InvalidOperationException(problem) : PropertiesOf(network);
    }

    /// <summary>The properties that the generator compiled, which need not be all of those that the source marks: <see cref="ProblemIn"/>.</summary>
    internal static ImmutableArray<NetworkProperty> CompiledIn(Assembly assembly) =>
        [.. assembly.GetTypes().Where(IsNetwork).OrderBy(t => t.FullName, StringComparer.Ordinal).SelectMany(t => PropertiesOf(t))];

    /// <summary>What the source marks and the generator left out, in a sentence; null where that is nothing.</summary>
    /// <remarks>
    /// The generator leaves out what it cannot translate and the analyzers say so, as errors. Where they are switched off (<c>RunAnalyzers</c>) or their errors silenced,
    /// or where the package's generator was excluded, nobody does; the attributes in the assembly still tell.
    /// </remarks>
    internal static string? ProblemIn(Assembly assembly) =>
        assembly.GetTypes().Where(t => t.IsDefined(typeof(NetworkAttribute), inherit: false)).OrderBy(t => t.FullName, StringComparer.Ordinal).Select(ProblemOf).FirstOrDefault(p => p is not null);

    private static string? ProblemOf(Type networkClass)
    {
        const string Remedy = "Correct what the analyzers report about it; where RunAnalyzers is false they report nothing.";
        string name = networkClass.FullName!.Replace('+', '.');
        if (GeneratedIn(networkClass) is not { } network)
        {
            return $"Nothing was generated into the network {name}, so nothing is known about its properties. {Remedy}";
        }

        const BindingFlags All = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;
        string?[] marked =
        [
            .. networkClass.GetMethods(All).Where(m => m.IsDefined(typeof(PropertyAttribute), inherit: false)).Select(m => m.Name),
            .. networkClass.GetCustomAttributes<RobustAttribute>(inherit: false).Select(r => r.Name),
            .. networkClass.GetCustomAttributes<VnnLibAttribute>(inherit: false).Select(v => v.Name), // null: the generator makes one from the file's
        ];
        ImmutableArray<NetworkProperty> compiled = PropertiesOf(network);
        return marked.FirstOrDefault(m => m is not null && compiled.All(c => c.Name != m)) is { } missing ? $"The property '{missing}' of {name} was not compiled, so nothing is known about it. {Remedy}"
            : marked.Length != compiled.Length ? $"The network {name} declares {marked.Length} properties, but {compiled.Length} were compiled. {Remedy}"
            : null;
    }

    private static Type? GeneratedIn(Type networkClass) =>
        networkClass.GetNestedType(GeneratedName, BindingFlags.Public | BindingFlags.NonPublic) is { } network && IsNetwork(network) ? network : null;

    private static bool IsNetwork(Type type) =>
        type is { Name: GeneratedName, IsValueType: true, DeclaringType: not null }
        && type.GetInterfaces().Any(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(INetwork<>) && i.GenericTypeArguments[0] == type);

    private static ImmutableArray<NetworkProperty> PropertiesOf(Type network) =>
        (ImmutableArray<NetworkProperty>)typeof(NetworkProperties)
            .GetMethod(nameof(Declared), BindingFlags.Static | BindingFlags.NonPublic)!
            .MakeGenericMethod(network)
            .Invoke(null, BindingFlags.DoNotWrapExceptions, null, null, null)!;

    private static ImmutableArray<NetworkProperty> Declared<TNetwork>() where TNetwork : struct, INetwork<TNetwork> => TNetwork.DeclaredProperties;
}
