using NetCompile.Build.Output;
using NetCompile.Build.Proofs;

namespace NetCompile.Build.Tests.Proofs;

public sealed class FolderLockTests : IDisposable
{
    private readonly BuildFolder _folder = new();
    private readonly StringWriter _output = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Two_builds_have_a_folder_one_after_the_other()
    {
        IDisposable first = Take(CancellationToken.None);
        using ManualResetEventSlim isWaiting = new();
        Task<IDisposable> second = Task.Run(() => FolderLock.Take(_folder.Path, new BuildMessages(new Told(isWaiting)), CancellationToken.None));
        isWaiting.Wait();
        Assert.False(second.IsCompleted);
        first.Dispose();
        (await second).Dispose();
        Take(CancellationToken.None).Dispose();
        Assert.Empty(_output.ToString());
    }

    [Fact]
    public void A_wait_ends_where_the_build_is_cancelled_and_a_folder_that_is_not_there_is_not_waited_for()
    {
        using IDisposable first = Take(CancellationToken.None);
        Assert.StartsWith("cancelled while another build", Assert.Throws<BuildException>(() => Take(new CancellationToken(canceled: true))).Message);
        Assert.Contains($"another build proves in {_folder.Path}; waiting", _output.ToString());
        Assert.Throws<DirectoryNotFoundException>(() => FolderLock.Take(_folder.File("nowhere"), new BuildMessages(_output), CancellationToken.None));
    }

    private IDisposable Take(CancellationToken cancellation) => FolderLock.Take(_folder.Path, new BuildMessages(_output), cancellation);

    private sealed class Told(ManualResetEventSlim isTold) : StringWriter
    {
        public override void Flush() => isTold.Set();
    }
}
