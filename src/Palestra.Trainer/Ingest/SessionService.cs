using System.Security.Cryptography;
using System.Text;
using Palestra.Telemetry;
using Palestra.Trainer.Runs;
using Palestra.Wire;
using Proto = Palestra.Wire.V1;

namespace Palestra.Trainer.Ingest;

/// <summary>The daemon's end of <c>palestra.v1.Telemetry/Session</c>.</summary>
internal sealed class SessionService(RunRegistry registry, string token, CancellationToken stopping)
{
    private readonly byte[] _token = Encoding.UTF8.GetBytes(token);
    private long _refused;

    /// <summary>Calls that never became a session.</summary>
    public long Refused => Interlocked.Read(ref _refused);

    public async Task HandleAsync(GrpcServerCall<Proto.WorkerMessage, Proto.DaemonMessage> call)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(call.Cancellation, stopping);
        await using var requests = call.Requests.GetAsyncEnumerator(ending.Token);
        try
        {
            var (run, hello) = await GreetAsync(requests);
            var session = new WorkerSession(run, call, requests, ending);
            await run.HostSessionAsync(session, hello);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            throw new GrpcStatusException(GrpcStatusCode.Unavailable, "The daemon is stopping: find the next one through daemon.json.");
        }
    }

    private async Task<(ActiveRun Run, Proto.Hello Hello)> GreetAsync(IAsyncEnumerator<Proto.WorkerMessage> requests)
    {
        if (!await requests.MoveNextAsync() || requests.Current.BodyCase != Proto.WorkerMessage.BodyOneofCase.Hello)
        {
            throw Refuse(GrpcStatusCode.InvalidArgument, "The first message of a session must be Hello.");
        }

        var hello = requests.Current.Hello;
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(hello.Token), _token))
        {
            throw Refuse(GrpcStatusCode.Unauthenticated, "The token is wrong: read it from daemon.json in the data folder, again after each restart of the daemon.");
        }

        if (hello.Protocol != WorkerSession.Protocol)
        {
            // It holds the token, so it is a worker of ours: its run may say what is wrong with it.
            var sentence = $"Protocol {hello.Protocol} is not spoken here: {WorkerSession.Protocol} is.";
            if (RunId.TryParse(hello.RunId, out var meant))
            {
                registry.FindActive(meant)?.Note(LogIds.SessionRejected, sentence);
            }

            throw Refuse(GrpcStatusCode.InvalidArgument, sentence);
        }

        if (!RunId.TryParse(hello.RunId, out var id))
        {
            throw Refuse(GrpcStatusCode.InvalidArgument, $"'{hello.RunId}' is not a run id: {RunId.Rule}.");
        }

        await registry.Ready;
        if (registry.FindActive(id) is { } run)
        {
            return (run, hello);
        }

        throw registry.Find(id) is { } row
            ? Refuse(GrpcStatusCode.FailedPrecondition, $"Run '{id}' has ended: {row.Status}, {row.Outcome}.")
            : Refuse(GrpcStatusCode.NotFound, $"There is no run '{id}' in this daemon's data folder.");
    }

    private GrpcStatusException Refuse(GrpcStatusCode code, string sentence)
    {
        Interlocked.Increment(ref _refused);
        return new GrpcStatusException(code, sentence);
    }
}
