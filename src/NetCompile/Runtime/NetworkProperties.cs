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
    public static ImmutableArray<NetworkProperty> In(Assembly assembly) =>
        [.. assembly.GetTypes().Where(IsNetwork).OrderBy(t => t.FullName, StringComparer.Ordinal).SelectMany(t => PropertiesOf(t))];

    /// <summary>The properties of one network class, in the order in which they are declared.</summary>
    /// <param name="networkClass">A class with <see cref="NetworkAttribute"/>.</param>
    /// <exception cref="ArgumentException">Nothing was generated into the class.</exception>
    public static ImmutableArray<NetworkProperty> Of(Type networkClass)
    {
        Type? network = networkClass.GetNestedType(GeneratedName, BindingFlags.Public | BindingFlags.NonPublic);
        return network is not null && IsNetwork(network)
            ? PropertiesOf(network)
            : throw new ArgumentException($"'{networkClass}' is no network: nothing was generated into it. It needs [Network], and the package NetCompile in the project that declares it.", nameof(networkClass));
    }

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
