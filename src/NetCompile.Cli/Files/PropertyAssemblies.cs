using System.Collections.Immutable;
using System.Reflection;
using NetCompile.Runtime;

namespace NetCompile.Cli.Files;

/// <summary>Loads built programs and finds the properties that their <c>[Network]</c> classes declare. Loading runs no code of theirs but that of the network classes.</summary>
internal static class PropertyAssemblies
{
    /// <summary>The properties of an assembly's network classes, in the order of <see cref="NetworkProperties.In"/>.</summary>
    /// <param name="path">The assembly.</param>
    /// <param name="filter">Only properties whose full name contains this, in any case; null for all.</param>
    /// <exception cref="CliException">The file is missing or no .NET assembly, was built against another NetCompile, lacks what it needs or what its source declares, or declares no such property.</exception>
    public static ImmutableArray<LocatedProperty> Load(string path, string? filter)
    {
        if (!File.Exists(path))
        {
            throw new CliException(ExitCodes.NoInput, $"assembly not found: {path}; build the project first");
        }

        ImmutableArray<NetworkProperty> all;
        ILookup<(string Network, string Property), PropertyLocationAttribute> places;
        try
        {
            Assembly assembly = Assembly.LoadFrom(Path.GetFullPath(path));
            all = NetworkProperties.In(assembly);
            places = assembly.GetCustomAttributes<PropertyLocationAttribute>().ToLookup(l => (l.Network, l.Property));
        }
        catch (InvalidOperationException e)
        {
            throw new CliException(ExitCodes.BadData, $"{path}: {e.Message}", e);
        }
        catch (BadImageFormatException e)
        {
            throw new CliException(ExitCodes.BadData, $"{path} is no .NET assembly: give the .dll, not the program that starts it", e);
        }
        catch (ReflectionTypeLoadException e)
        {
            throw new CliException(ExitCodes.BadData, $"{path} cannot be loaded: {e.LoaderExceptions.FirstOrDefault()?.Message ?? e.Message}", e);
        }
        catch (Exception e) when (e is FileLoadException or FileNotFoundException or TypeLoadException or MissingMethodException or MissingFieldException)
        {
            throw new CliException(ExitCodes.BadData, $"{path} cannot be loaded: {e.Message} Was it built with this version of NetCompile, {ToolVersionText}?", e);
        }

        ImmutableArray<NetworkProperty> wanted = filter is null ? all : [.. all.Where(p => p.ToString().Contains(filter, StringComparison.OrdinalIgnoreCase))];
        return !wanted.IsEmpty
            ? [.. wanted.Select(p => new LocatedProperty(p, places[(p.NetworkName, p.Name)].FirstOrDefault()))]
            : throw new CliException(ExitCodes.BadData, all.IsEmpty
                ? $"{path} declares no properties: it needs classes with [Network] that have [Property], [Robust] or [VnnLib] members"
                : $"--filter {filter}: none of the {all.Length} properties of {path} has such a name; the first is {all[0]}");
    }

    private static string ToolVersionText => typeof(NetworkProperties).Assembly.GetName().Version?.ToString(3) ?? "";
}
