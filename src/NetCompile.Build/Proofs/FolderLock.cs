using NetCompile.Build.Output;

namespace NetCompile.Build.Proofs;

/// <summary>Lets one build at a time into a folder: two of the same project, or of two projects that share it, would write the same files.</summary>
internal static class FolderLock
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits until no other process has the folder; dispose the result to leave it. A process that is killed leaves it too.</summary>
    /// <param name="folder">The folder, which exists.</param>
    /// <param name="messages">Told where it has to wait.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="BuildException">The wait was cancelled.</exception>
    public static IDisposable Take(string folder, BuildMessages messages, CancellationToken cancellationToken)
    {
        string path = Path.Combine(folder, "proofs.lock");
        for (bool isTold = false; ; isTold = true)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            }
            catch (IOException e) when (IsTaken(e))
            {
                if (!isTold)
                {
                    messages.Note($"another build proves in {folder}; waiting for its end");
                }

                if (cancellationToken.WaitHandle.WaitOne(s_pause))
                {
                    throw new BuildException($"cancelled while another build proved in {folder}", e);
                }
            }
        }
    }

    // A folder that is not there or cannot be written to never becomes free: those have exceptions of their own, or another message.
    private static bool IsTaken(IOException e) => e.GetType() == typeof(IOException) && (e.HResult & 0xFFFF) is SharingViolation or LockViolation or WouldBlock or WouldBlockOnMac;

    // Windows: ERROR_SHARING_VIOLATION and ERROR_LOCK_VIOLATION. Elsewhere flock says EWOULDBLOCK, which .NET hands on as it is.
    private const int SharingViolation = 32, LockViolation = 33, WouldBlock = 11, WouldBlockOnMac = 35;
}
