using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Reports;

/// <summary>What a scorer does to the gap that humans gave: both gaps, whether it grows, and who loses or gains points.</summary>
/// <param name="Numbers">The numbers of the sentence, which agree with each other as printed.</param>
/// <param name="Gaps">Both gaps; empty where they cannot be printed beside the shift.</param>
/// <param name="Verb">What becomes of the gap.</param>
/// <param name="Losses">Each group's mean machine score minus its mean human score; empty where that is not told.</param>
internal sealed record GapInWords(SentenceNumbers Numbers, string Gaps, string Verb, string Losses)
{
    private const double Same = 1e-9;

    /// <summary>The words of a row of the change of the mean score gap.</summary>
    public static GapInWords Of(MeasureRow row, Measure measure, Line line, GroupContrast contrast, MeasureIndex figures)
    {
        if (row.Value is not { } change || figures.OfContrast(DisparityMeasures.MeanScoreGap, line, contrast.Name)?.Value is not { } machine)
        {
            return new(new SentenceNumbers(row, measure), "", "changes", "");
        }
        // The human's gap on the responses that the scorer scored; its own row covers those too that have no machine score.
        var human = machine - change;
        var (reference, focal) = (Loss(contrast.Reference), Loss(contrast.Focal));
        var isOfSame = reference is { } one && focal is { } other && Math.Abs(one - other - change) < Same;
        // All numbers agree with each other as printed where they can; else the gaps do, and the losses, with the shift as it is rounded there.
        var all = new SentenceNumbers(row, measure, isOfSame ? [(machine, human), (reference!.Value, focal!.Value)] : [(machine, human)]);
        var together = all.Agree ? all : new SentenceNumbers(row, measure, (machine, human));
        var bare = row with { Low = null, High = null, Tolerance = null };
        var ofGaps = together.Agree ? together : new SentenceNumbers(bare, measure, (machine, human));
        var ofLosses = all.Agree || !isOfSame ? all : new SentenceNumbers(bare, measure, (reference!.Value, focal!.Value));
        return new(
            together,
            !ofGaps.Agree ? "" : $"Mean score of {contrast.ReferenceWords} minus that of {contrast.FocalWords}: {ofGaps.Signed(human)} points by the human, "
                + $"{ofGaps.Signed(machine)} by the machine. ",
            Becomes(ofGaps, human, machine),
            !isOfSame || !ofLosses.Agree ? ""
                : $" Against their human scores {contrast.ReferenceWords} {Told(ofLosses, reference!.Value)} and {contrast.FocalWords} "
                    + $"{Told(ofLosses, focal!.Value)}.");

        double? Loss(string group) => figures.OfGroup(DisparityMeasures.MeanScore, line, group)?.Value
            - figures.OfGroup(DisparityMeasures.MeanScore, line.Human, group)?.Value;
    }

    /// <summary>By the gaps as they are printed, so that no gap of 0 is told as reversed.</summary>
    private static string Becomes(SentenceNumbers numbers, double human, double machine) =>
        numbers.IsZero(human) ? "opens" : numbers.IsZero(machine) ? "closes" : human * machine < 0 ? "reverses"
        : Math.Abs(machine) > Math.Abs(human) ? "widens" : "narrows";

    private static string Told(SentenceNumbers numbers, double loss) => numbers.IsZero(loss) ? "keep their points"
        : $"{(loss < 0 ? "lose" : "gain")} {numbers.Plain(Math.Abs(loss))} points";
}
