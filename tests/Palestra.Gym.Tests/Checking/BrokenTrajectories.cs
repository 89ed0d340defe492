using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Palestra.Gym.Tests;

// Each breaks one promise of what comes back from resets and steps.
internal static class BrokenTrajectories
{
    private static int _world;

    internal sealed class Unseeded : Sound
    {
        public override void Reset(ulong? seed, Span<byte> observation, ParameterValues? options = null) => base.Reset(null, observation, options);
    }

    /// <summary>Its first state comes from a world that all share, not from its generator.</summary>
    internal sealed class SharedStart : Sound
    {
        public override void Reset(ulong? seed, Span<byte> observation, ParameterValues? options = null)
        {
            base.Reset(seed, observation, options);
            Place = (_world++ % 7) / 10.0;
            Observe(observation);
        }
    }

    internal sealed class SharedWind : Sound
    {
        public override StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation)
        {
            Place += (_world++ % 7) / 100.0;
            return base.Step(action, observation);
        }
    }

    internal sealed class SharedInfo : Sound
    {
        public override void WriteInfo(Utf8JsonWriter writer)
        {
            writer.WriteStartObject();
            writer.WriteNumber("calls", _world++);
            writer.WriteEndObject();
        }
    }

    /// <summary>Its wind is its own: the same in two fresh ones, but a reset does not set it back.</summary>
    internal sealed class Leftover : Sound
    {
        private int _wind;

        public override StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation)
        {
            Place += (_wind++ % 11) / 100.0;
            return base.Step(action, observation);
        }

        public override void SaveState(BinaryWriter writer)
        {
            base.SaveState(writer);
            writer.Write(_wind);
        }

        public override void RestoreState(BinaryReader reader)
        {
            base.RestoreState(reader);
            _wind = reader.ReadInt32();
        }
    }

    internal sealed class Outside : Sound
    {
        protected override void Observe(Span<byte> observation)
        {
            base.Observe(observation);
            BinaryPrimitives.WriteSingleLittleEndian(observation, 60 + Steps);
        }
    }

    internal sealed class Silent : Sound
    {
        protected override void Observe(Span<byte> observation)
        {
        }
    }

    internal sealed class HalfSilent : Sound
    {
        protected override void Observe(Span<byte> observation) => BinaryPrimitives.WriteSingleLittleEndian(observation, (float)Place);
    }

    /// <summary>Writes a row that is longer than its space says.</summary>
    internal sealed class TooLong : Sound
    {
        protected override void Observe(Span<byte> observation)
        {
            base.Observe(observation);
            BinaryPrimitives.WriteSingleLittleEndian(observation[8..], 1);
        }
    }

    internal sealed class Unpaid : Sound
    {
        public override StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation) => base.Step(action, observation) with { Reward = double.NaN };
    }

    internal sealed class ShortMask : Sound
    {
        public override ReadOnlySpan<sbyte> ActionMask => [1, 0];
    }

    internal sealed class OddMask : Sound
    {
        public override ReadOnlySpan<sbyte> ActionMask => [1, 5, 0];
    }

    internal sealed class ListInfo : Sound
    {
        public override void WriteInfo(Utf8JsonWriter writer)
        {
            writer.WriteStartArray();
            writer.WriteEndArray();
        }
    }

    internal sealed class OpenInfo : Sound
    {
        public override void WriteInfo(Utf8JsonWriter writer) => writer.WriteStartObject();
    }

    internal sealed class Greedy : Sound
    {
        public override StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation)
        {
            var outcome = base.Step(action, observation);
            MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(action), 1)[0] = 77;
            return outcome;
        }
    }

    internal sealed class Growing : Sound
    {
        private Discrete _actions = new(3);

        public override Space ActionSpace => _actions;

        public override ReadOnlySpan<sbyte> ActionMask => default;

        public override StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation)
        {
            _actions = Steps == 2 && _actions.N == 3 ? new Discrete(4) : _actions;
            return base.Step(action, observation);
        }
    }

    internal sealed class Failing : Sound
    {
        public override StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation) =>
            Steps == 3 ? throw new InvalidOperationException("The wheel came off.") : base.Step(action, observation);
    }

    internal sealed class Endless : Sound
    {
        public override EnvSpec Spec { get; init; } = EnvSpec.Unregistered("Walk");

        public override StepOutcome Step(ReadOnlySpan<byte> action, Span<byte> observation)
        {
            Place = 0;
            return base.Step(action, observation);
        }
    }
}
