using Microsoft.Extensions.Hosting;

namespace Palestra.Trainer.Hosting;

/// <summary>Leaves Ctrl-C and SIGTERM to whoever hosts the daemon.</summary>
internal sealed class QuietLifetime : IHostLifetime
{
    public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
