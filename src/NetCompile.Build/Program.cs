using System.Runtime.InteropServices;
using System.Text;
using NetCompile.Build;
using NetCompile.Build.Output;

// Started by NetCompile.Build.targets with one argument, the response file. What it prints is read by MSBuild, so a problem is a line there and not an
// exit code. Beside the response file it leaves another that says how it ended; where that is missing, the tool broke down, or was made to.
Console.OutputEncoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
using CancellationTokenSource cancellation = new();
Console.CancelKeyPress += (_, e) => Cancel(() => e.Cancel = true);
using PosixSignalRegistration term = PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Cancel(() => context.Cancel = true));

BuildMessages messages = new(Console.Out);
string? responseFile = null;
try
{
    if (args is not [['@', .. var file]])
    {
        throw new BuildException("expected one argument, @ and the path of a response file; NetCompile.Build.targets writes it");
    }

    responseFile = file;
    BuildProof.Run(ProveOptions.Read(file), messages, cancellation.Token);
}
catch (BuildException e)
{
    messages.Failure(e.Message);
}
catch (Exception e)
{
    messages.Failure($"unexpectedly, {e.GetType().Name}: {e.Message}; please report it with {e.StackTrace?.Split('\n').FirstOrDefault()?.Trim()}");
}

if (responseFile is not null)
{
    messages.End(responseFile + ".end");
}

// The first time, what is proved is written and the process ends by itself; whoever asks again wants it gone.
void Cancel(Action keepRunning)
{
    if (!cancellation.IsCancellationRequested)
    {
        keepRunning();
        cancellation.Cancel();
    }
}
