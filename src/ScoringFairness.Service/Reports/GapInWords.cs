using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;

namespace ScoringFairness.Service.Reports;

/// <summary>What a scorer does to the gap that humans gave: both gaps, what becomes of it, and who loses or gains points.</summary>
internal sealed class GapInWords
{
    private const double Same = 1e-9;

    /// <summary>The change of the gap.</summary>
    private readonly double _change;

    /// <summary>The human's gap, of responses too that the scorer gave no score; null where it is not told.</summary>
    private readonly MeasureRow? _human;

    /// <summary>What the machine does to the gap; null unless both that gap and the machine's, as far as it is spoken of, are shown.</summary>
    private readonly string? _verb;

    private GapInWords(MeasureRow row, Measure measure, Line line, GroupContrast contrast, MeasureIndex figures)
    {
        (Numbers, _change) = (new SentenceNumbers(row, measure), row.Value ?? double.NaN);
        if (row.Value is not { } change || figures.OfContrast(DisparityMeasures.MeanScoreGap, line, contrast.Name) is not { Value: { } machine } ofMachine)
        {
            return;
        }
        _human = figures.OfContrast(DisparityMeasures.MeanScoreGap, line.Human, contrast.Name) is { Value: not null } told ? told : null;
        _verb = Becomes(_human, ofMachine, change);
        // The human's gap on the responses that the scorer scored; its own row covers those too that have no machine score.
        var human = machine - change;
        var (reference, focal) = (Loss(contrast.Reference), Loss(contrast.Focal));
        var isOfSame = reference is { } one && focal is { } other && Math.Abs(one - other - change) < Same;
        // All numbers agree with each other as printed where they can; else the gaps do, and the losses, with the shift as it is rounded there.
        var all = new SentenceNumbers(row, measure, isOfSame ? [(machine, human), (reference!.Value, focal!.Value)] : [(machine, human)]);
        Numbers = all.Agree ? all : new SentenceNumbers(row, measure, (machine, human));
        var bare = row with { Low = null, High = null, Tolerance = null };
        var ofGaps = Numbers.Agree ? Numbers : new SentenceNumbers(bare, measure, (machine, human));
        var ofLosses = all.Agree || !isOfSame ? all : new SentenceNumbers(bare, measure, (reference!.Value, focal!.Value));
        Gaps = !ofGaps.Agree ? "" : $"Mean score of {contrast.ReferenceWords} minus that of {contrast.FocalWords}: {ofGaps.Signed(human)} points by the human, "
            + $"{ofGaps.Signed(machine)} by the machine. ";
        Losses = !isOfSame || !ofLosses.Agree ? ""
            : $" Against their human scores {contrast.ReferenceWords} {Told(ofLosses, reference!.Value)} and {contrast.FocalWords} "
                + $"{Told(ofLosses, focal!.Value)}.";

        double? Loss(string group) => figures.OfGroup(DisparityMeasures.MeanScore, line, group)?.Value
            - figures.OfGroup(DisparityMeasures.MeanScore, line.Human, group)?.Value;
    }

    /// <summary>The numbers of the sentence, which agree with each other as printed.</summary>
    public SentenceNumbers Numbers { get; }

    /// <summary>Both gaps; empty where they cannot be printed beside the shift.</summary>
    public string Gaps { get; } = "";

    /// <summary>Each group's mean machine score minus its mean human score; empty where that is not told.</summary>
    public string Losses { get; } = "";

    /// <summary>The words of a row of the change of the mean score gap.</summary>
    public static GapInWords Of(MeasureRow row, Measure measure, Line line, GroupContrast contrast, MeasureIndex figures) =>
        new(row, measure, line, contrast, figures);

    /// <summary>What the machine does to the gap, up to the interval of the change: nothing is told of it that chance may have made.</summary>
    public string Change(Difference difference)
    {
        var points = $"{Numbers.Signed(_change)} points";
        var shift = $"{points}{(difference.Against is { } group ? $", against {GroupWords.Of(group)}" : "")}";
        var isShown = difference.Present == Presence.Yes;
        return (_human, isShown) switch
        {
            ({ } human, _) when !IsShown(human) => $"In human scores no gap is shown{new SentenceNumbers(human, DisparityMeasures.MeanScoreGap).Interval()}"
                + (isShown ? $"; the machine shifts the difference by {shift}" : $", and no change of it by the machine: {points}"),
            (_, true) => _verb is null || difference.IsLeftOpen ? $"The machine shifts the gap by {shift}" : $"The machine {_verb}, shifting it by {shift}",
            _ => $"No change of the gap is shown: {points}",
        };
    }

    /// <summary>By what is shown of the gaps: where no gap is shown none is told as narrower, wider or turned round.</summary>
    private static string? Becomes(MeasureRow? human, MeasureRow machine, double change) =>
        human is null || !IsShown(human) ? null
        : human.Value * change > 0 ? "widens the gap"
        : !IsShown(machine) ? "leaves no gap that is shown"
        : human.Value * machine.Value > 0 ? "narrows the gap" : "reverses the gap";

    private static bool IsShown(MeasureRow gap) => Difference.IsShown(gap, DisparityMeasures.MeanScoreGap);

    private static string Told(SentenceNumbers numbers, double loss) => numbers.IsZero(loss) ? "keep their points"
        : $"{(loss < 0 ? "lose" : "gain")} {numbers.Plain(Math.Abs(loss))} points";
}
