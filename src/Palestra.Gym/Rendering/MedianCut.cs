namespace Palestra.Gym.Rendering;

/// <summary>
/// Finds few colours that stand in for many: the cloud of colours is cut again and again where it strays most from its
/// mean, across its longest axis (after Heckbert's median cut, "Color image quantization for frame buffer display", 1982,
/// with Wu's choice of the cloud of greatest squared error).
/// </summary>
internal static class MedianCut
{
    /// <param name="counts">Colours (red in the highest of three bytes) with the number of their pixels.</param>
    /// <returns>At most so many colours, and for each given colour the index of its stand-in.</returns>
    public static (IReadOnlyList<int> Entries, Dictionary<int, byte> Index) Reduce(Dictionary<int, int> counts, int colours)
    {
        // In order, so that equal pictures give equal files.
        KeyValuePair<int, int>[] cloud = [.. counts.OrderBy(pair => pair.Key)];
        var open = new PriorityQueue<Box, double>();
        var done = new List<Box>();
        Enqueue(0, cloud.Length);
        while (open.Count + done.Count < colours && open.TryDequeue(out var box, out _))
        {
            var middle = Partition(cloud, box);
            Enqueue(box.Start, middle);
            Enqueue(middle, box.End);
        }

        done.AddRange(open.UnorderedItems.Select(item => item.Element));
        done.Sort((a, b) => a.Start.CompareTo(b.Start));
        var index = new Dictionary<int, byte>(cloud.Length);
        for (var i = 0; i < done.Count; i++)
        {
            for (var at = done[i].Start; at < done[i].End; at++)
            {
                index.Add(cloud[at].Key, (byte)i);
            }
        }

        return ([.. done.Select(box => box.Mean)], index);

        void Enqueue(int start, int end)
        {
            var box = Box.Around(cloud, start, end);
            if (box.Error > 0)
            {
                open.Enqueue(box, -box.Error);
            }
            else
            {
                done.Add(box);
            }
        }
    }

    // Moves the colours up to the mean of the longest axis to the front.
    private static int Partition(KeyValuePair<int, int>[] cloud, Box box)
    {
        var middle = box.Start;
        for (var i = box.Start; i < box.End; i++)
        {
            if (((cloud[i].Key >> box.Shift) & 255) <= box.Cut)
            {
                (cloud[i], cloud[middle]) = (cloud[middle], cloud[i]);
                middle++;
            }
        }

        return middle;
    }

    /// <summary>Part of the cloud.</summary>
    /// <param name="Error">Squared distance to the mean, over all pixels.</param>
    /// <param name="Shift">Of the channel that strays most.</param>
    /// <param name="Cut">Mean of that channel.</param>
    private readonly record struct Box(int Start, int End, int Mean, double Error, int Shift, double Cut)
    {
        public static Box Around(ReadOnlySpan<KeyValuePair<int, int>> cloud, int start, int end)
        {
            var (mean, error, longest, longestShift, cut) = (0, 0.0, -1.0, 0, 0.0);
            for (var shift = 0; shift <= 16; shift += 8)
            {
                var (pixels, sum, squares) = (0L, 0L, 0L);
                foreach (var (colour, count) in cloud[start..end])
                {
                    long value = (colour >> shift) & 255;
                    pixels += count;
                    sum += value * count;
                    squares += value * value * count;
                }

                var middle = (double)sum / pixels;
                var spread = squares - (sum * middle);
                mean |= (int)Math.Round(middle) << shift;
                error += spread;
                if (spread > longest)
                {
                    (longest, longestShift, cut) = (spread, shift, middle);
                }
            }

            // One colour strays by nothing, whatever rounding says.
            return new Box(start, end, mean, end - start == 1 ? 0 : error, longestShift, cut);
        }
    }
}
