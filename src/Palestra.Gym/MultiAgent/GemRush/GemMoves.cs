namespace Palestra.Gym.MultiAgent;

/// <summary>Who may move when all move at once. Stateless.</summary>
internal static class GemMoves
{
    /// <summary>
    /// Sends back whoever collides: wants the cell that another wants, or the cell of one who wants its own, or, since one
    /// sent back stays where it is, wants that cell. Every pass can only send back more, so the end is the same in any order.
    /// </summary>
    /// <param name="cells">Where everybody is; no two in one cell.</param>
    /// <param name="wanted">Where everybody wants to be; afterwards where everybody goes.</param>
    public static void Resolve(ReadOnlySpan<int> cells, Span<int> wanted)
    {
        Span<bool> collides = stackalloc bool[cells.Length];
        bool anyone;
        do
        {
            anyone = false;
            collides.Clear();
            for (var a = 0; a < cells.Length; a++)
            {
                for (var b = 0; b < cells.Length; b++)
                {
                    var same = wanted[a] == wanted[b];
                    var swap = wanted[a] == cells[b] && wanted[b] == cells[a];
                    collides[a] |= a != b && wanted[a] != cells[a] && (same || swap);
                }

                anyone |= collides[a];
            }

            for (var a = 0; a < cells.Length; a++)
            {
                wanted[a] = collides[a] ? cells[a] : wanted[a];
            }
        }
        while (anyone);
    }
}
