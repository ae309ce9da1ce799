using Xunit;

namespace NetCompile.TestSupport;

/// <summary>Finds the public benchmark data, which is never part of the repository.</summary>
public static class TestData
{
    private static readonly Lazy<string?> s_root = new(FindRoot);

    /// <summary>The reason a test that needs the data gives when it is skipped.</summary>
    public const string SkipReason = "the benchmark data is not here: set NETCOMPILE_DATA to its folder or put it at ../shared/data beside the repository";

    /// <summary>The data folder, or null where it is absent.</summary>
    public static string? Root => s_root.Value;

    /// <summary>The full path of a file or folder of the data; skips the running test where the data is absent.</summary>
    public static string Require(params string[] parts)
    {
        Skip.If(Root is null, SkipReason);
        string path = Path.Combine([Root!, .. parts]);
        return File.Exists(path) || Directory.Exists(path) ? path : throw new FileNotFoundException($"The benchmark data lacks {Path.Combine(parts)}.");
    }

    /// <summary>The repository's root: the folder that holds NetCompile.sln.</summary>
    public static string RepositoryRoot
    {
        get
        {
            for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "NetCompile.sln")))
                {
                    return folder.FullName;
                }
            }

            throw new InvalidOperationException("NetCompile.sln was not found above the test assembly.");
        }
    }

    private static string? FindRoot()
    {
        string? configured = Environment.GetEnvironmentVariable("NETCOMPILE_DATA");
        if (!string.IsNullOrEmpty(configured))
        {
            return Directory.Exists(configured)
                ? configured
                : throw new DirectoryNotFoundException($"NETCOMPILE_DATA names {configured}, which does not exist.");
        }

        string beside = Path.Combine(RepositoryRoot, "..", "shared", "data");
        return Directory.Exists(beside) ? Path.GetFullPath(beside) : null;
    }
}
