using System.Runtime.InteropServices;
using NetCompile.Cli;

// The first Ctrl+C (or a polite kill) asks for a clean end, so that a verdict, a result file and a summary are still written.
// A second one is not intercepted and ends the process at once.
using CancellationTokenSource cancellation = new();
using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Cancel);
using PosixSignalRegistration terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Cancel);
return CliApp.Run(args, Console.Out, Console.Error, cancellation.Token);

void Cancel(PosixSignalContext signal)
{
    if (!cancellation.IsCancellationRequested)
    {
        signal.Cancel = true;
        cancellation.Cancel();
    }
}
