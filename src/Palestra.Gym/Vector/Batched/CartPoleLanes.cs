using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using Palestra.Gym.Classic;
using Cart = Palestra.Gym.Classic.CartPoleDynamics;

namespace Palestra.Gym.Vector;

/// <summary>
/// <see cref="CartPoleDynamics"/> for four carts at once: the same operations in the same order, so the same bits.
/// </summary>
internal static unsafe class CartPoleLanes
{
    [NotTunable("As many doubles as a register of 256 bits has.")]
    public const int Count = 4;

    public static bool IsSupported => TrigLanes.IsSupported && BitConverter.IsLittleEndian;

    /// <summary>Steps the four carts whose components begin at the references, and writes their rows.</summary>
    /// <param name="at">Slot of the first.</param>
    /// <returns>Whether it did: a pole that leans too far for the short sines is left to the single step.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static bool Step(
        ref double position, ref double velocity, ref double angle, ref double angularVelocity, ref int push,
        int at, in StepBuffers buffers, bool suttonBarto)
    {
        var a = Vector256.LoadUnsafe(ref angle);
        if (!TrigLanes.Takes(a))
        {
            return false;
        }

        var (x, v, w) = (Vector256.LoadUnsafe(ref position), Vector256.LoadUnsafe(ref velocity), Vector256.LoadUnsafe(ref angularVelocity));
        var action = Vector256.Load((long*)buffers.Actions + at);
        Vector256.Narrow(action, action).GetLower().StoreUnsafe(ref push);

        var force = Vector256.ConditionalSelect(
            Vector256.Equals(action, Vector256<long>.One).AsDouble(), Vector256.Create(Cart.Force), Vector256.Create(-Cart.Force));
        var (sin, cos) = TrigLanes.SinCos(a);
        var pressure = (force + (Cart.PoleMassLength * (w * w) * sin)) / Cart.TotalMass;
        var angularAcceleration = ((Cart.Gravity * sin) - (cos * pressure))
            / (Cart.HalfPole * (Vector256.Create(4.0 / 3.0) - (Cart.PoleMass * (cos * cos) / Cart.TotalMass)));
        var acceleration = pressure - (Cart.PoleMassLength * angularAcceleration * cos / Cart.TotalMass);

        x += Cart.StepTime * v;
        v += Cart.StepTime * acceleration;
        a += Cart.StepTime * w;
        w += Cart.StepTime * angularAcceleration;
        x.StoreUnsafe(ref position);
        v.StoreUnsafe(ref velocity);
        a.StoreUnsafe(ref angle);
        w.StoreUnsafe(ref angularVelocity);

        var ended = Vector256.GreaterThan(Vector256.Abs(x), Vector256.Create(Cart.PositionLimit))
            | Vector256.GreaterThan(Vector256.Abs(a), Vector256.Create(Cart.AngleLimit));
        Vector256.Store(
            suttonBarto ? Vector256.ConditionalSelect(ended, Vector256.Create(-1.0), Vector256<double>.Zero) : Vector256<double>.One,
            buffers.Rewards + at);
        WriteFlags(ended, buffers.Terminated + at);
        WriteRows(x, v, a, w, (float*)buffers.Observations + ((nint)at * Count));
        return true;
    }

    // Four bits become four bytes: shifted by 0, 7, 14 and 21, each meets the lowest bit of its byte.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteFlags(Vector256<double> ended, bool* flags) =>
        Unsafe.WriteUnaligned(flags, (ended.ExtractMostSignificantBits() * 0x204081) & 0x01010101);

    // Four components of four carts become four rows.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void WriteRows(Vector256<double> x, Vector256<double> v, Vector256<double> a, Vector256<double> w, float* rows)
    {
        var (xs, vs) = (Avx.ConvertToVector128Single(x), Avx.ConvertToVector128Single(v));
        var (angles, ws) = (Avx.ConvertToVector128Single(a), Avx.ConvertToVector128Single(w));
        var (low, high) = (Sse.UnpackLow(xs, vs), Sse.UnpackHigh(xs, vs));
        var (lowAngles, highAngles) = (Sse.UnpackLow(angles, ws), Sse.UnpackHigh(angles, ws));
        Sse.MoveLowToHigh(low, lowAngles).Store(rows);
        Sse.MoveHighToLow(lowAngles, low).Store(rows + 4);
        Sse.MoveLowToHigh(high, highAngles).Store(rows + 8);
        Sse.MoveHighToLow(highAngles, high).Store(rows + 12);
    }
}
