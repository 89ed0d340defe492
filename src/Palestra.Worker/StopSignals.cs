using System.Runtime.InteropServices;
using Palestra.Worker.Loop;

namespace Palestra.Worker;

/// <summary>SIGTERM and Ctrl-C: the first asks for a good end, the second ends at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private const int ShellSignalBase = 128;
    private readonly List<PosixSignalRegistration> _registrations = [];
    private int _asked;

    public StopSignals(LoopControl control, TextWriter error)
    {
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGTERM, context => Ask(context, "SIGTERM", 15)));

        // Started by the daemon: a Ctrl-C in its terminal is meant for the daemon, which then decides about its workers.
        _registrations.Add(PosixSignalRegistration.Create(PosixSignal.SIGINT, context =>
        {
            if (Console.IsInputRedirected)
            {
                context.Cancel = true;
            }
            else
            {
                Ask(context, "Ctrl-C", 2);
            }
        }));

        void Ask(PosixSignalContext context, string name, int number)
        {
            context.Cancel = true;
            if (Interlocked.Increment(ref _asked) > 1)
            {
                Environment.Exit(ShellSignalBase + number);
            }

            error.WriteLine($"{name}: ending in good order; once more ends at once.");
            control.RequestStop($"The worker was stopped by {name}.");
        }
    }

    public void Dispose() => _registrations.ForEach(registration => registration.Dispose());
}
