namespace Palestra.Gym.Tests;

/// <summary>
/// Does the same random things to two environments and demands that they answer alike: steps, with and without regard to the
/// action mask; resets, with and without a seed or options; frames; and now and then the second one is replaced by a fresh one
/// that the state of the first is restored into.
/// </summary>
internal sealed class TwinWalk : IDisposable
{
    private readonly Func<IEnv> _make;
    private readonly NumpyRandom _random;
    private readonly IEnv _first;
    private readonly Space _actions;
    private readonly byte[][] _rows;
    private readonly byte[] _action;
    private IEnv _second;
    private bool _ended = true;
    private bool _isAsked;

    public TwinWalk(Func<IEnv> make, NumpyRandom random)
    {
        (_make, _random) = (make, random);
        (_first, _second) = (make(), make());
        _actions = _first.ActionSpace;
        _actions.Seed(random.Integers(0, int.MaxValue));
        _action = new byte[_actions.RowBytes];
        _rows = [new byte[_first.ObservationSpace.RowBytes], new byte[_first.ObservationSpace.RowBytes]];
    }

    public void Run(int moves)
    {
        Reset((ulong)_random.Integers(0, int.MaxValue), null);
        for (var i = 0; i < moves; i++)
        {
            switch (_random.Integers(0, 40))
            {
                case 0:
                    Reset((ulong)_random.Integers(0, long.MaxValue), null);
                    break;
                case 1:
                    Reset(null, null);
                    break;
                case 2 when _first.Spec.ResetOptions.Count > 0:
                    ResetWithOptions();
                    break;
                case 3 or 4 or 5:
                    Transfer();
                    break;
                case 6 when _first.FrameSize.CanRender:
                    Frames();
                    break;
                case 7 when _first.RendersText:
                    Assert.Equal(_first.RenderText(), _second.RenderText());
                    break;
                default:
                    Step();
                    break;
            }
        }
    }

    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
    }

    private void Step()
    {
        if (_ended)
        {
            Reset(null, null);
            return;
        }

        var mask = _first.ActionMask;
        if (_actions is Discrete discrete && mask.Contains((sbyte)1) && _random.Random() < 0.5)
        {
            NumberSet(discrete.SampleMasked(mask));
        }
        else
        {
            _actions.Sample(_action);
        }

        Assert.True(_actions.Contains(_action));
        var outcome = _first.Step(_action, Poisoned(0));
        Assert.Equal(outcome, _second.Step(_action, Poisoned(1)));
        Assert.True(double.IsFinite(outcome.Reward));
        _ended = outcome.Done;
        Same();
    }

    private void Reset(ulong? seed, ParameterValues? options)
    {
        _first.Reset(seed, Poisoned(0), options);
        _second.Reset(seed, Poisoned(1), options);
        (_ended, _isAsked) = (false, options is not null);
        Same();
    }

    private void ResetWithOptions()
    {
        var values = ParameterValues.Parse(
            _first.Spec.ResetOptions, RandomArguments.Draw(_first.Spec.ResetOptions, _random), _first.Spec.Id);
        try
        {
            Reset(null, values);
        }
        catch (GymException e)
        {
            // Single values may be allowed that make no sense together, such as a lower bound above the upper.
            Assert.EndsWith(".", e.Message, StringComparison.Ordinal);
            Reset((ulong)_random.Integers(0, int.MaxValue), null);
        }
    }

    private void Transfer()
    {
        using var stream = new MemoryStream();
        _first.SaveState(new BinaryWriter(stream));
        stream.Position = 0;
        _second.Dispose();
        _second = _make();
        _second.RestoreState(new BinaryReader(stream));
        Assert.Equal(stream.Length, stream.Position);
    }

    private void Frames()
    {
        var frames = new byte[2][];
        for (var i = 0; i < 2; i++)
        {
            frames[i] = new byte[_first.FrameSize.Bytes];
            frames[i].AsSpan().Fill(i == 0 ? (byte)0xA5 : (byte)0x5A);
        }

        _first.Render(frames[0]);
        _second.Render(frames[1]);

        // Equal in every byte, so every byte was written.
        Assert.True(frames[0].AsSpan().SequenceEqual(frames[1]), "Two frames of one state differ, or were not written to their ends.");
    }

    private void Same()
    {
        Assert.Equal(_rows[0], _rows[1]);

        // A start that was asked for may lie outside, as in Gymnasium.
        Assert.True(_isAsked || _first.ObservationSpace.Contains(_rows[0]), _first.ObservationSpace.Show(_rows[0]));
        Assert.Equal(_first.Random.State, _second.Random.State);
        Assert.Equal(_first.Info(), _second.Info());
        Assert.True(_first.ActionMask.SequenceEqual(_second.ActionMask));
    }

    private byte[] Poisoned(int which)
    {
        _rows[which].AsSpan().Fill(which == 0 ? (byte)0xA5 : (byte)0x5A);
        return _rows[which];
    }

    private void NumberSet(long value)
    {
        if (_action.Length == sizeof(int))
        {
            BitConverter.TryWriteBytes(_action, (int)value);
        }
        else
        {
            Discrete.Write(_action, value);
        }
    }
}
