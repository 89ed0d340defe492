using Palestra.Gym.Rendering;

namespace Palestra.Gym.Toy;

/// <summary>
/// Draws the city. Streets, houses and stands are the same for all and drawn once, dry and wet, at the first frame of
/// any; a frame is a copy of that picture, a stamp each of passenger, destination and taxi, and rain. Thread-safe;
/// allocates at the first frame only.
/// </summary>
internal static class TaxiPainter
{
    // As in Gymnasium: every character of the map is a square of 50 pixels.
    [NotTunable("The size of Gymnasium's pictures of this environment.")]
    public const int SquarePixels = 50;

    public static readonly FrameSize Size = new(TaxiMap.Text[0].Length * SquarePixels, TaxiMap.Text.Count * SquarePixels);

    [NotTunable("Where things stand in our own drawing of a square.")]
    private const int KerbPixels = 17;
    [NotTunable("Where things stand in our own drawing of a square.")]
    private const int PinPixels = 33;

    private static readonly Backdrop DryCity = new(Size, canvas => CityScenery.Draw(canvas, isWet: false));
    private static readonly Backdrop WetCity = new(Size, canvas => CityScenery.Draw(canvas, isWet: true));
    private static readonly Lazy<Rain> Drops = new(() => new Rain(Size));
    private static readonly Lazy<Sprite> Passenger = new(() => Square(CityFigures.Passenger));
    private static readonly Lazy<Sprite[]> Destinations = new(
        () => [.. Enumerable.Range(0, TaxiMap.StandCount).Select(stand => Square(canvas => CityFigures.Destination(canvas, stand)))]);

    private static readonly Lazy<Sprite[]> Cabs = new(
        () => [.. Enumerable.Range(0, 8).Select(i => Square(canvas => Cab.Draw(canvas, i / 2, hasPassenger: i % 2 == 1)))]);

    /// <param name="heading">The action that moves where the taxi looks: 0 south, 1 north, 2 east, 3 west.</param>
    public static void Paint(Span<byte> rgb, TaxiState state, int heading, bool isRainy)
    {
        (isRainy ? WetCity : DryCity).Begin(rgb);
        var onBoard = state.Passenger == TaxiMap.InTaxi;
        if (!onBoard)
        {
            // Passengers wait at the kerb, which is left of their stand but for the green one.
            Stamp(rgb, Passenger.Value, TaxiMap.Stands[state.Passenger], state.Passenger == 1 ? KerbPixels : -KerbPixels, -KerbPixels / 2);
        }

        // What stands further down hides what is behind it.
        var destination = TaxiMap.Stands[state.Destination];
        var cab = Cabs.Value[(heading * 2) + (onBoard ? 1 : 0)];
        var pin = Destinations.Value[state.Destination];
        var isBehind = destination.Row <= state.Row;
        if (isBehind)
        {
            Stamp(rgb, pin, destination, 0, -PinPixels);
        }

        Stamp(rgb, cab, new GridCell(state.Row, state.Column), 0, 0);
        if (!isBehind)
        {
            Stamp(rgb, pin, destination, 0, -PinPixels);
        }

        if (isRainy)
        {
            Drops.Value.Fall(rgb, state.Encode());
        }
    }

    private static void Stamp(Span<byte> rgb, Sprite sprite, GridCell cell, int right, int down) => sprite.Stamp(
        rgb, Size.Width, Size.Height, (((2 * cell.Column) + 1) * SquarePixels) + right, ((cell.Row + 1) * SquarePixels) + down);

    private static Sprite Square(Drawing draw) => new(SquarePixels, SquarePixels, draw);
}
