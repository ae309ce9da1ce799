using System.Reflection;
using System.Runtime.InteropServices;

namespace NetCompile.Milp.Cbc;

/// <summary>Where the native libraries of CBC and CLP are found.</summary>
/// <remarks>
/// Tried in this order: <see cref="CbcPath"/> or <see cref="ClpPath"/>; the environment variables <c>NETCOMPILE_CBC_LIBRARY</c> and <c>NETCOMPILE_CLP_LIBRARY</c>; the usual names on the search path of the system;
/// the folders of Homebrew and <c>/usr/local/lib</c>. An explicit path that does not load is an error; nothing else is tried then.
/// </remarks>
public static class CoinLibraries
{
    internal const string Cbc = "CbcSolver", Clp = "Clp";

    private static readonly object Gate = new();
    private static readonly Dictionary<string, (nint Handle, string Reason)> Loaded = [];

    static CoinLibraries() => NativeLibrary.SetDllImportResolver(typeof(CoinLibraries).Assembly, (name, _, _) => name is Cbc or Clp ? Load(name) : 0);

    /// <summary>The file of CBC (<c>libCbcSolver.so.3</c>), or null to search. Has an effect before the first use only.</summary>
    public static string? CbcPath { get; set; }

    /// <summary>The file of CLP (<c>libClp.so.1</c>), or null to search. Has an effect before the first use only.</summary>
    public static string? ClpPath { get; set; }

    /// <summary>Whether a library is there.</summary>
    internal static bool IsAvailable(string library, out string reason)
    {
        (nint handle, reason) = Find(library);
        return handle != 0;
    }

    /// <exception cref="SolverLibraryException">The library is missing.</exception>
    internal static nint Load(string library)
    {
        (nint handle, string reason) = Find(library);
        return handle != 0 ? handle : throw new SolverLibraryException(reason);
    }

    private static (nint Handle, string Reason) Find(string library)
    {
        lock (Gate)
        {
            if (!Loaded.TryGetValue(library, out (nint Handle, string Reason) found))
            {
                string? chosen = library == Cbc ? CbcPath : ClpPath;
                found = Search(library, chosen ?? Environment.GetEnvironmentVariable(Variable(library)));
                Loaded[library] = found;
            }

            return found;
        }
    }

    /// <summary>Loads a library from the file chosen, if any, or from where it usually is; a handle of zero comes with the reason.</summary>
    internal static (nint Handle, string Reason) Search(string library, string? chosen)
    {
        bool isCbc = library == Cbc;
        string[] candidates = string.IsNullOrEmpty(chosen) ? Candidates(library) : [chosen];
        // A function that the adapter needs and older versions lack.
        string newest = isCbc ? "Cbc_addCutCallback" : "Clp_setMaximumIterations";
        string? outdated = null;
        foreach (string candidate in candidates)
        {
            if (!NativeLibrary.TryLoad(candidate, Assembly.GetExecutingAssembly(), null, out nint handle))
            {
                continue;
            }

            if (NativeLibrary.TryGetExport(handle, newest, out _))
            {
                return (handle, "");
            }

            outdated = $"{candidate} lacks the function {newest}";
            NativeLibrary.Free(handle);
        }

        string why = outdated ?? (string.IsNullOrEmpty(chosen) ? $"none of {string.Join(", ", candidates)} loads" : $"'{chosen}', given explicitly, does not load");
        return (0, $"The native library of {(isCbc ? "CBC 2.10" : "CLP 1.17")} is missing: {why}. "
            + "Install it: Linux (Debian, Ubuntu) apt-get install -y coinor-libcbc3 coinor-libclp1; macOS brew install cbc; Windows: unpack a Cbc 2.10 release of github.com/coin-or/Cbc that has DLLs and put its bin folder on PATH; "
            + $"or set {Variable(library)} to the file.");
    }

    private static string Variable(string library) => library == Cbc ? "NETCOMPILE_CBC_LIBRARY" : "NETCOMPILE_CLP_LIBRARY";

    private static string[] Candidates(string library)
    {
        string version = library == Cbc ? "3" : "1";
        if (OperatingSystem.IsWindows())
        {
            return [$"{library}.dll", $"lib{library}.dll", $"lib{library}-{version}.dll", $"{library}-{version}.dll"];
        }

        if (OperatingSystem.IsMacOS())
        {
            string[] names = [$"lib{library}.{version}.dylib", $"lib{library}.dylib"];
            string[] folders = ["", "/opt/homebrew/lib/", "/usr/local/lib/", "/opt/homebrew/opt/cbc/lib/", "/opt/homebrew/opt/clp/lib/", "/usr/local/opt/cbc/lib/", "/usr/local/opt/clp/lib/"];
            return [.. from folder in folders from name in names select folder + name];
        }

        return [$"lib{library}.so.{version}", $"lib{library}.so", $"/usr/local/lib/lib{library}.so.{version}", $"/usr/local/lib/lib{library}.so"];
    }
}
