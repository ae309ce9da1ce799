using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;
using System.Text;

namespace NetCompile.Milp.Cbc;

/// <summary>CBC's log, line by line. CBC 2.10 prints to the C library's standard output and its C interface has no other way, so that output goes to a file while a solve with a log runs.</summary>
/// <remarks>CBC's message callback is not used: with it, CBC 2.10 loses most of its messages. Unix only. On Windows the lines appear on the process's standard output, and the log receives nothing.</remarks>
internal sealed partial class CbcLog
{
    private const int StandardOutput = 1;

    private readonly Action<string> _write;
    private readonly int _thread = Environment.CurrentManagedThreadId;
    private readonly StringBuilder _line = new();
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private FileStream? _file;
    private long _position;
    private int _saved = -1;
    private ExceptionDispatchInfo? _failure;

    /// <summary>A log for one solve on this thread.</summary>
    public CbcLog(Action<string> write) => _write = write;

    /// <summary>Whether the receiver threw; the solve should end.</summary>
    public bool HasFailed => _failure is not null;

    /// <summary>Redirects the standard output of native code.</summary>
    public void Start()
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        // .NET's console keeps its own copy of the standard output from its first use: after this, Console.Write is not redirected.
        Console.Out.Flush();
        _ = Flush(0);
        _file = new FileStream(Path.Combine(Path.GetTempPath(), Path.GetRandomFileName()), FileMode.CreateNew, FileAccess.ReadWrite, FileShare.ReadWrite, 0, FileOptions.DeleteOnClose);
        _saved = Duplicate(StandardOutput);
        if (_saved >= 0)
        {
            _ = DuplicateTo((int)_file.SafeFileHandle.DangerousGetHandle(), StandardOutput);
        }
    }

    /// <summary>Gives the standard output back and hands on the last lines.</summary>
    public void Stop()
    {
        Drain();
        if (_saved >= 0)
        {
            _ = DuplicateTo(_saved, StandardOutput);
            _ = Close(_saved);
            _saved = -1;
        }

        Drain();
        if (_line.Length > 0)
        {
            Send();
        }

        _file?.Dispose();
        _file = null;
    }

    /// <summary>Hands on the lines written so far, on the thread that solves; does nothing on another one.</summary>
    public void Drain()
    {
        if (_file is null || Environment.CurrentManagedThreadId != _thread)
        {
            return;
        }

        _ = Flush(0);
        Span<byte> bytes = stackalloc byte[4096];
        Span<char> characters = stackalloc char[4096];
        int count;
        while ((count = RandomAccess.Read(_file.SafeFileHandle, bytes, _position)) > 0)
        {
            _position += count;
            int length = _decoder.GetChars(bytes[..count], characters, flush: false);
            foreach (char character in characters[..length])
            {
                if (character == '\n')
                {
                    Send();
                }
                else
                {
                    _line.Append(character);
                }
            }
        }
    }

    /// <summary>Throws what the receiver threw.</summary>
    public void Rethrow() => _failure?.Throw();

    private void Send()
    {
        string line = _line.ToString();
        _line.Clear();
        if (_failure is not null)
        {
            return;
        }

        try
        {
            _write(line);
        }
        catch (Exception failure)
        {
            // No exception may pass through CBC: it is thrown again once the solve has ended.
            _failure = ExceptionDispatchInfo.Capture(failure);
        }
    }

    [LibraryImport("libc", EntryPoint = "dup")]
    private static partial int Duplicate(int file);

    [LibraryImport("libc", EntryPoint = "dup2")]
    private static partial int DuplicateTo(int file, int target);

    [LibraryImport("libc", EntryPoint = "close")]
    private static partial int Close(int file);

    [LibraryImport("libc", EntryPoint = "fflush")]
    private static partial int Flush(nint stream);
}
