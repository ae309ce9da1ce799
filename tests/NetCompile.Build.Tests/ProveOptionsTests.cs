namespace NetCompile.Build.Tests;

public class ProveOptionsTests
{
    private static readonly string[] s_required = ["assembly=/a b/ä=1.dll", "project=/a b", "output=/a b/obj/", "stamp=/a b/obj/s", "prove=marked"];

    [Fact]
    public void Values_are_taken_as_they_stand_and_left_out_ones_have_defaults()
    {
        ProveOptions options = ProveOptions.Parse([.. s_required, "timeout=", "", "reference=/x y/\"z\".dll", "reference=C:\\é.dll"]);
        Assert.Equal("/a b/ä=1.dll", options.Assembly);
        Assert.Equal(["/x y/\"z\".dll", "C:\\é.dll"], options.References);
        Assert.Equal(new Budget(TimeSpan.FromSeconds(60), null, 0), options.Budget);
        Assert.Equal((false, true, true), (options.IsForAll, options.WritesCertificates, options.WritesReport));
    }

    [Fact]
    public void Limits_and_switches_are_read()
    {
        ProveOptions options = ProveOptions.Parse([.. s_required[..4], "prove=True", "timeout=0.5", "nodes=1000", "threads=2", "certificates=false", "report=False"]);
        Assert.Equal(new Budget(TimeSpan.FromSeconds(0.5), 1000, 2), options.Budget);
        Assert.Equal((true, false, false), (options.IsForAll, options.WritesCertificates, options.WritesReport));
    }

    [Theory]
    [InlineData("prove=yes", "NetCompileProve is 'yes'")]
    [InlineData("timeout=0", "NetCompileProveTimeout is '0'")]
    [InlineData("timeout=NaN", "NetCompileProveTimeout is 'NaN'")]
    [InlineData("timeout=1e7", "more than 0 and at most 4000000")]
    [InlineData("timeout=1m", "NetCompileProveTimeout is '1m'")]
    [InlineData("nodes=0", "NetCompileProveNodes is '0'")]
    [InlineData("nodes=1e6", "NetCompileProveNodes is '1e6'")]
    [InlineData("threads=-1", "NetCompileProveThreads is '-1'")]
    [InlineData("threads=5000", "a whole number from 0 to 1024")]
    [InlineData("certificates=no", "NetCompileCertificates is 'no'")]
    [InlineData("report=1", "NetCompileReport is '1'")]
    [InlineData("stamp=", "says no 'stamp'")]
    public void A_wrong_value_names_the_property_to_correct(string line, string message) =>
        Assert.Contains(message, Assert.Throws<BuildException>(() => ProveOptions.Parse([.. s_required, line])).Message);

    [Fact]
    public void A_missing_file_is_named() => Assert.Contains("nowhere.rsp", Assert.Throws<BuildException>(() => ProveOptions.Read("nowhere.rsp")).Message);
}
