using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Palestra.Telemetry.Tests.Bus;

public sealed class LayoutTests
{
    [Fact]
    public void A_padded_counter_has_a_cache_line_to_itself_wherever_it_stands()
    {
        Assert.Equal(2 * PaddedLong.CacheLineBytes, Unsafe.SizeOf<PaddedLong>());
        var field = Assert.Single(typeof(PaddedLong).GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic));
        Assert.Equal(PaddedLong.CacheLineBytes, Marshal.OffsetOf<PaddedLong>(field.Name).ToInt32());
    }

    [Fact]
    public void A_slot_is_a_number_and_a_reference()
    {
        Assert.Equal(sizeof(long) + IntPtr.Size, Unsafe.SizeOf<Slot>());
        Assert.Equal(sizeof(long) + IntPtr.Size, Unsafe.SizeOf<BusEntry>());
    }

    [Theory]
    [InlineData(typeof(RunBus), "_tail", "_limit", "_sleepers", "_blockedCount")]
    [InlineData(typeof(BusCursor), "_next", "_released")]
    public void What_two_threads_write_is_padded(Type type, params string[] fields)
    {
        var padded = type.GetFields(BindingFlags.Instance | BindingFlags.NonPublic).Where(f => f.FieldType == typeof(PaddedLong)).Select(f => f.Name);
        Assert.Equal(fields.Order(), padded.Order());
    }
}
