using System.Runtime.ExceptionServices;
using Google.OrTools.ModelBuilder;

namespace NetCompile.Milp.OrTools;

/// <summary>Hands a solver's messages on line by line. An exception of the receiver waits until the solve has ended: none may pass through native code.</summary>
internal sealed class LogLines(Action<string> write) : MbLogCallback
{
    private ExceptionDispatchInfo? _failure;

    /// <inheritdoc/>
    public override void NewMessage(string message)
    {
        if (_failure is not null)
        {
            return;
        }

        try
        {
            foreach (string line in message.TrimEnd('\n').Split('\n'))
            {
                write(line);
            }
        }
        catch (Exception failure)
        {
            _failure = ExceptionDispatchInfo.Capture(failure);
        }
    }

    /// <summary>Throws what the receiver threw.</summary>
    public void Rethrow() => _failure?.Throw();
}
