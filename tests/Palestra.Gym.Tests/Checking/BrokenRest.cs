namespace Palestra.Gym.Tests;

// Each breaks one promise of saving, rendering, memory, or what an environment says of itself.
internal static class BrokenRest
{
    internal sealed class Forgetful : Sound
    {
        public override void SaveState(BinaryWriter writer)
        {
            Random.State.Write(writer);
            writer.Write(Place);
        }

        public override void RestoreState(BinaryReader reader)
        {
            Random.State = RandomState.Read(reader);
            Place = reader.ReadDouble();
        }
    }

    internal sealed class Verbose : Sound
    {
        public override void SaveState(BinaryWriter writer)
        {
            base.SaveState(writer);
            writer.Write(1L);
        }
    }

    internal sealed class Curious : Sound
    {
        public override void RestoreState(BinaryReader reader)
        {
            base.RestoreState(reader);
            reader.ReadInt64();
        }
    }

    internal sealed class Unsaved : Sound
    {
        public override void SaveState(BinaryWriter writer) => throw new GymException("Walk cannot save its state.");
    }

    internal sealed class HalfFrame : Sound
    {
        public override void Render(Span<byte> rgb) => rgb[..(FrameSize.Bytes / 2)].Fill(9);
    }

    internal sealed class WideFrame : Sound
    {
        public override void Render(Span<byte> rgb) => rgb.Fill(9);
    }

    internal sealed class Flicker : Sound
    {
        private byte _shade;

        public override void Render(Span<byte> rgb) => rgb[..FrameSize.Bytes].Fill(_shade++);
    }

    /// <summary>Its picture depends on which frame was the first one.</summary>
    internal sealed class StickyFrame : Sound
    {
        private byte? _first;

        public override void Render(Span<byte> rgb) => rgb[..FrameSize.Bytes].Fill(_first ??= (byte)Steps);
    }

    internal sealed class DrawingDraws : Sound
    {
        public override void Render(Span<byte> rgb) => rgb[..FrameSize.Bytes].Fill((byte)(9 + (0 * Random.Random())));
    }

    internal sealed class DrawingMoves : Sound
    {
        public override void Render(Span<byte> rgb)
        {
            rgb[..FrameSize.Bytes].Fill(9);
            Place += 0.01;
        }
    }

    internal sealed class FlatFrame : Sound
    {
        public override FrameSize FrameSize => new(4, 0);
    }

    internal sealed class GrowingFrame : Sound
    {
        public override FrameSize FrameSize => new(4, 3 + (Steps > 5 ? 1 : 0));
    }

    internal sealed class SecretFrame : Sound
    {
        public override FrameSize FrameSize => default;

        public override void Render(Span<byte> rgb) => rgb.Clear();
    }

    internal sealed class Wordless : Sound
    {
        public override string RenderText() => string.Empty;
    }

    internal sealed class SecretText : Sound
    {
        public override bool RendersText => false;
    }

    internal sealed class Wasteful : Sound
    {
        public byte[] Waste { get; private set; } = [];

        public override StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation)
        {
            Waste = new byte[100];
            return base.Step(action, observation);
        }
    }

    internal sealed class WastefulReset : Sound
    {
        public byte[] Waste { get; private set; } = [];

        public override void Reset(ulong? seed, Span<byte> observation, ParameterValues? options = null)
        {
            Waste = new byte[5_000];
            base.Reset(seed, observation, options);
        }
    }

    internal sealed class WastefulFrame : Sound
    {
        public byte[] Waste { get; private set; } = [];

        public override void Render(Span<byte> rgb)
        {
            Waste = new byte[500];
            base.Render(rgb);
        }
    }

    internal sealed class Once : Sound
    {
        private bool _disposed;

        public override void Dispose()
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _disposed = true;
            base.Dispose();
        }
    }

    internal sealed class Restless : Sound
    {
        public override Space ActionSpace => new Discrete(3);
    }

    internal sealed class OffTheMap : Sound
    {
        public override GridLayout Grid => new(2, 2, [new GridCell(0, 0)], [new GridCell(2, 1)], []);
    }

    internal sealed class Mistyped() : Env<int, long>(new Discrete(2), new Box(0, 1, [2]))
    {
        public override StepResult<int> Step(long action) => default;

        protected override int OnReset(ParameterValues? options) => 0;
    }
}
