using System.Text.Json;
using Palestra.Gym.Grid;

namespace Palestra.Gym.Tests.Grid;

/// <summary>A made grid world with its rows, and short ways to move in it.</summary>
internal sealed class GridWalk : IDisposable
{
    private readonly byte[] _action = new byte[8];

    public GridWalk(string id, string args = "{}")
    {
        Env = EnvRegistry.Default.Make(id, JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(args));
        World = (GridWorld)Env.Unwrapped;
        Observation = new byte[Env.ObservationSpace.RowBytes];
    }

    public IEnv Env { get; }

    public GridWorld World { get; }

    public byte[] Observation { get; }

    public StepOutcome Last { get; private set; }

    /// <summary>Channel <paramref name="channel"/> of the cell x from the left and y from the far edge.</summary>
    public int Seen(int x, int y, int channel = 0)
    {
        var side = Env.ObservationSpace.Shape[0];
        return Observation[(((x * side) + y) * 3) + channel];
    }

    public GridWalk Reset(ulong seed)
    {
        Env.Reset(seed, Observation);
        return this;
    }

    public GridWalk Take(params GridAction[] actions)
    {
        foreach (var action in actions)
        {
            Discrete.Write(_action, (long)action);
            Last = Env.Step(_action, Observation);
        }

        return this;
    }

    public string Info()
    {
        using var stream = new MemoryStream();
        using (var writer = new Utf8JsonWriter(stream))
        {
            Env.WriteInfo(writer);
        }

        return System.Text.Encoding.UTF8.GetString(stream.ToArray());
    }

    /// <summary>
    /// The shortest way to the goal, found by trying actions in saved states, breadth first; -1 if there is none. Nothing is
    /// ever dropped, so the states are few.
    /// </summary>
    public int ShortestWay()
    {
        GridAction[] useful = [GridAction.TurnLeft, GridAction.TurnRight, GridAction.Forward, GridAction.PickUp, GridAction.Toggle];
        var seen = new HashSet<string> { StateText() };
        var open = new Queue<(byte[] State, int Steps)>();
        open.Enqueue((Save(), 0));
        while (open.TryDequeue(out var here))
        {
            foreach (var action in useful)
            {
                Env.RestoreState(new BinaryReader(new MemoryStream(here.State)));
                if (Take(action).Last.Terminated)
                {
                    return here.Steps + 1;
                }

                if (!Last.Truncated && seen.Add(StateText()))
                {
                    open.Enqueue((Save(), here.Steps + 1));
                }
            }
        }

        return -1;
    }

    public void Dispose() => Env.Dispose();

    private string StateText() => Env.RenderText() + World.Carried;

    private byte[] Save()
    {
        using var stream = new MemoryStream();
        Env.SaveState(new BinaryWriter(stream));
        return stream.ToArray();
    }
}
