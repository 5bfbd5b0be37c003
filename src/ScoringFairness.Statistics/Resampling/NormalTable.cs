using System.Collections.Concurrent;

namespace ScoringFairness.Statistics.Resampling;

/// <summary>
/// Standard normal numbers, a column for each part of a distance and a number for each draw. They follow from the seed, and are
/// made once: every distance of a study turns the same numbers into draws of its own covariance.
/// </summary>
internal sealed class NormalTable(long seed, int draws)
{
    private readonly ConcurrentDictionary<int, double[]> _columns = new();
    private readonly ulong _purpose = RandomStream.Purpose(seed, "parts");

    /// <summary>How many draws.</summary>
    public int Draws => draws;

    /// <summary>Numbers of a column with those that fill up the last vector.</summary>
    public int Padded { get; } = (draws + Lanes - 1) / Lanes * Lanes;

    /// <summary>The numbers of a part.</summary>
    public double[] Column(int part) => _columns.GetOrAdd(part, Make);

    /// <summary>Leaves the numbers, which nobody reads any more, to the next evaluation.</summary>
    public void Leave()
    {
        foreach (var part in _columns.Keys)
        {
            if (_columns.TryRemove(part, out var column))
            {
                DrawArrays.Leave(column);
            }
        }
    }

    private double[] Make(int part)
    {
        var column = DrawArrays.Take(Padded);
        column.AsSpan(draws).Clear();
        var random = new RandomStream(_purpose, part);
        for (var draw = 0; draw < draws; draw += 2)
        {
            var (first, second) = random.Normals();
            column[draw] = first;
            if (draw + 1 < draws)
            {
                column[draw + 1] = second;
            }
        }
        return column;
    }

    // As many as the widest vector holds, so that the numbers do not depend on the machine.
    private const int Lanes = 8;
}
