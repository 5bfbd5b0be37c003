using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Reports.Suppression;

/// <summary>The exact counts of a group's table.</summary>
internal sealed class GroupCounts
{
    /// <param name="table">The table, nothing suppressed.</param>
    /// <param name="scores">The scores of the scale.</param>
    public GroupCounts(GroupTable table, IReadOnlyList<double> scores)
        : this(table.Group, [.. table.Counts.Select(row => row.Select(count => count ?? 0).ToArray())], scores)
    {
    }

    /// <param name="group">The group.</param>
    /// <param name="counts">Responses by human (rows) and machine score.</param>
    /// <param name="scores">The scores of the scale.</param>
    public GroupCounts(string group, long[][] counts, IReadOnlyList<double> scores)
    {
        (Group, Counts, Scores) = (group, counts, scores);
        N = counts.Sum(row => row.Sum());
        Human = [.. counts.Select(row => row.Sum())];
        Machine = [.. Enumerable.Range(0, scores.Count).Select(level => counts.Sum(row => row[level]))];
    }

    /// <summary>The groups of a table.</summary>
    public static IReadOnlyList<GroupCounts> Of(ScoreTable table) => [.. table.Groups.Select(group => new GroupCounts(group, table.Scores))];

    /// <summary>Whether some count of it is a few, by human score, machine score or both.</summary>
    public bool HasSmall(int minCellSize) =>
        Counts.SelectMany(row => row).Concat(Human).Concat(Machine).Any(count => SmallCells.IsSmall(count, minCellSize));

    /// <summary>The group.</summary>
    public string Group { get; }

    /// <summary>Responses by human (rows) and machine score.</summary>
    public long[][] Counts { get; }

    /// <summary>The scores of the scale.</summary>
    public IReadOnlyList<double> Scores { get; }

    /// <summary>Responses.</summary>
    public long N { get; }

    /// <summary>Responses by human score.</summary>
    public IReadOnlyList<long> Human { get; }

    /// <summary>Responses by machine score.</summary>
    public IReadOnlyList<long> Machine { get; }

    /// <summary>Responses with a human score.</summary>
    public long AtHuman(int level) => Human[level];

    /// <summary>Responses with a machine score.</summary>
    public long AtMachine(int level) => Machine[level];

    /// <summary>The sum over responses of what each weighs by its human and machine level.</summary>
    public double Sum(Func<int, int, double> weight)
    {
        var sum = 0.0;
        for (var human = 0; human < Counts.Length; human++)
        {
            for (var machine = 0; machine < Counts.Length; machine++)
            {
                sum += Counts[human][machine] == 0 ? 0 : Counts[human][machine] * weight(human, machine);
            }
        }
        return sum;
    }
}
