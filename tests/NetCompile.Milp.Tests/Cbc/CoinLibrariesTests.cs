using NetCompile.Milp.Cbc;

namespace NetCompile.Milp.Tests.Cbc;

/// <summary>What a user reads where a native library is missing.</summary>
public sealed class CoinLibrariesTests
{
    [Theory]
    [InlineData(CoinLibraries.Cbc, "NETCOMPILE_CBC_LIBRARY")]
    [InlineData(CoinLibraries.Clp, "NETCOMPILE_CLP_LIBRARY")]
    public void Missing_library_says_what_was_tried_and_what_to_install(string library, string variable)
    {
        (nint handle, string reason) = CoinLibraries.Search(library, "/no/such/library.so");
        Assert.Equal(0, handle);
        foreach (string part in new[] { "'/no/such/library.so'", "apt-get install -y coinor-libcbc3 coinor-libclp1", "brew install cbc", "Windows", variable })
        {
            Assert.Contains(part, reason);
        }
    }

    [SkippableFact]
    public void Library_without_the_functions_is_called_wrong_not_missing()
    {
        Skip.IfNot(ClpSolver.IsAvailable(out string why) && OperatingSystem.IsLinux(), why);
        (nint handle, string reason) = CoinLibraries.Search(CoinLibraries.Cbc, "libClp.so.1");
        Assert.Equal(0, handle);
        Assert.Contains("libClp.so.1 lacks the function Cbc_addCutCallback", reason);
    }
}
