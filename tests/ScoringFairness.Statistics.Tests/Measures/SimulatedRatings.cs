using ScoringFairness.Statistics.Counts;
using ScoringFairness.Statistics.Tests.Oracles;

namespace ScoringFairness.Statistics.Tests.Measures;

/// <summary>
/// Essays whose true score is normal with a deviation of 1, of two groups whose means lie apart; two humans and a machine who err
/// each for themselves. Humans give levels 0 to 5, the machine a real number.
/// </summary>
internal sealed record SimulatedRatings
{
    public static readonly ScoreScale Scale = new(0, 5, 1);

    /// <summary>Responses of each group.</summary>
    public required int N { get; init; }

    /// <summary>Mean true score of the reference group minus that of the focal group.</summary>
    public double Apart { get; init; } = 0.5;

    /// <summary>The deviation of a human's error.</summary>
    public double HumanError { get; init; } = 0.5;

    /// <summary>The deviation of the machine's error.</summary>
    public double MachineError { get; init; } = 0.6;

    /// <summary>How much more the machine's error varies in the focal group.</summary>
    public double FocalError { get; init; } = 1;

    /// <summary>What the machine gives the reference group beyond its true score.</summary>
    public double Planted { get; init; }

    /// <summary>The share of responses that a second human rates.</summary>
    public double RatedTwice { get; init; } = 1;

    /// <summary>Whether the machine gives levels.</summary>
    public bool IsRounded { get; init; }

    /// <summary>A study of them, at random.</summary>
    public IReadOnlyList<ScoredRow> Draw(Random random)
    {
        var rows = new ScoredRow[2 * N];
        for (var at = 0; at < rows.Length; at++)
        {
            var isReference = at % 2 == 0;
            var truth = 2.5 + (isReference ? Apart / 2 : -Apart / 2) + Normal(random);
            var machine = truth + (isReference ? Planted : 0) + MachineError * (isReference ? 1 : FocalError) * Normal(random);
            rows[at] = new ScoredRow(
                "item", isReference ? "a" : "b", Level(truth + HumanError * Normal(random)), IsRounded ? Level(machine) : machine,
                at / 2 < RatedTwice * N ? Level(truth + HumanError * Normal(random)) : null);
        }
        return rows;
    }

    private static double Level(double score) => Scale.ScoreOf(Scale.NearestLevel(score));

    private static double Normal(Random random) => Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
