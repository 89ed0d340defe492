using Microsoft.AspNetCore.Http;

namespace Palestra.Wire;

/// <summary>Why a running call may have to end: its client left, its deadline passed, or the server stops.</summary>
internal sealed class GrpcCallLifetime : IDisposable
{
    /// <summary>Longest timer the runtime has; a deadline beyond it is never reached.</summary>
    private static readonly TimeSpan LongestTimer = TimeSpan.FromMilliseconds(uint.MaxValue - 1);

    private readonly CancellationToken _clientGone;
    private readonly CancellationToken _stopping;
    private readonly CancellationTokenSource? _timer;
    private readonly CancellationTokenSource _any;

    public GrpcCallLifetime(HttpContext http, TimeSpan? timeout, TimeProvider clock, CancellationToken stopping)
    {
        _clientGone = http.RequestAborted;
        _stopping = stopping;
        if (timeout is { } length)
        {
            Deadline = clock.GetUtcNow() + length;
            _timer = length < LongestTimer ? new CancellationTokenSource(length, clock) : null;
        }

        _any = CancellationTokenSource.CreateLinkedTokenSource(_clientGone, stopping, _timer?.Token ?? CancellationToken.None);
    }

    public DateTimeOffset? Deadline { get; }

    public CancellationToken Token => _any.Token;

    public bool ClientGone => _clientGone.IsCancellationRequested;

    /// <summary>The status for a call that was interrupted; <c>null</c> if nothing interrupted it.</summary>
    public GrpcStatus? Interruption =>
        ClientGone ? new GrpcStatus(GrpcStatusCode.Cancelled, "The client left the call.")
        : _timer is { IsCancellationRequested: true } ? new GrpcStatus(GrpcStatusCode.DeadlineExceeded, $"The deadline of the call passed at {Deadline:O}.")
        : _stopping.IsCancellationRequested ? new GrpcStatus(GrpcStatusCode.Unavailable, "The server is shutting down.")
        : null;

    public void Dispose()
    {
        _any.Dispose();
        _timer?.Dispose();
    }
}
