using System.Globalization;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Reports;

/// <summary>What to do after a report, each step from a figure of it.</summary>
internal static class NextSteps
{
    /// <summary>More than this many times the responses that there are is no plan.</summary>
    private const int MostTimes = 50;

    /// <summary>The steps about one scorer, the most urgent first.</summary>
    public static IReadOnlyList<string> Of(Findings findings, AuditReport report, MeasureIndex figures) =>
    [
        .. Unusable(findings),
        .. Beyond(findings, report),
        .. findings.With(Verdict.Inconclusive).GroupBy(one => one.Measure)
            .Select(of => More(of.Key, of.OrderByDescending(one => one.Row?.NeededForWithin ?? 0).First())),
        .. findings.With(Verdict.Inconclusive).Count > 0 && findings.With(Verdict.Exceeds).Count == 0
            ? ["Until that is settled, have humans score again a random part of the responses of these groups, and compare."]
            : Array.Empty<string>(),
        .. CauseSteps.Of(findings, figures),
        .. Unheard(report),
        .. Settled(findings),
    ];

    private static IEnumerable<string> Unusable(Findings findings)
    {
        if (findings.IsConstant)
        {
            yield return "Do not deploy it. Look for what makes it give one score: the upload, the scale, or a training run that has learnt nothing.";
        }
        else if (findings.Qwk is { Verdict: Verdict.NotMet, Value: { } value, Tolerance: { } least } row)
        {
            yield return $"Do not deploy it as the only scorer: its QWK of {FigureFormat.Value(value, least, isSigned: false)} lies below the minimum of "
                + $"{FigureFormat.Score(row.Tolerance.Value)} for all groups, whatever the differences between them.";
        }
    }

    private static IEnumerable<string> Beyond(Findings findings, AuditReport report)
    {
        var beyond = findings.With(Verdict.Exceeds);
        if (beyond.Count == 0)
        {
            yield break;
        }
        var groups = beyond.SelectMany(one => one.Measure.IsSigned && one.Answer.Value is { } value
            ? [one.Contrast.Against(value)] : new[] { one.Contrast.Reference, one.Contrast.Focal }).Distinct().Select(GroupWords.Of).ToList();
        yield return $"Do not deploy it without human review of the responses of {GroupWords.Listed(groups)}: "
            + $"{GroupWords.Listed([.. beyond.Select(one => one.Measure.Question.Title.ToLowerInvariant()).Distinct()])} "
            + $"{(beyond.Select(one => one.Measure).Distinct().Count() == 1 ? "is" : "are")} beyond the tolerance, interval and all.";
        foreach (var one in beyond.Where(one => one.Measure == DisparityMeasures.MeanScoreGapChange))
        {
            var before = report.Measures.FirstOrDefault(row => row.Measure == one.Measure.Code && row.Form == RowCodes.Expected
                && Line.Of(row) == Line.Of(one.Row!) && row.Contrast == one.Contrast.Name);
            if (before?.Verdict == Verdict.Within)
            {
                yield return $"The gap of {one.Contrast.Title} arises as scores are brought onto the scale; before that its change is within the tolerance. "
                    + "Try other cuts, then audit again.";
            }
        }
    }

    private static string More(Measure measure, Finding one)
    {
        var question = measure.Question.Title;
        var about = $"{question}, {one.Contrast.Title}";
        if (one.Row is not { } row)
        {
            return $"{about}: these data cannot tell.";
        }
        var unit = row.Over == RowCodes.Items ? "items" : "responses";
        if (row.NeededForWithin is { } within && (row.N is null || within > row.N) && IsPlan(within, row.N))
        {
            return $"{about}: {Beside(within, row.N)} {unit} would settle this, if nothing differs"
                + (row.NeededForExceeds is { } also && IsPlan(also, row.N) ? $"; {Beside(also, row.N)}, if the difference is as it is seen" : "")
                + " (each four times out of five).";
        }
        if (row.NeededForExceeds is { } exceeds && IsPlan(exceeds, row.N))
        {
            return $"{about}: {Beside(exceeds, row.N)} {unit} would settle this, if the difference is as it is seen (four times out of five).";
        }
        return row.NeededForWithin is null ? $"{about}: these data cannot tell, and how many {unit} would is not known."
            : $"{about}: the difference lies close to the tolerance, and more {unit} would hardly tell on which side. "
                + "Decide whether a difference of this size is acceptable.";
    }

    private static bool IsPlan(long needed, long? n) => n is null || needed <= n * MostTimes;

    private static string Beside(long needed, long? n) => n is { } have && needed > have
        ? $"about {Rounded(needed - have)} more" : $"about {Rounded(needed)} in all";

    /// <summary>Two digits are what such a forecast holds.</summary>
    private static string Rounded(long n)
    {
        var place = (long)Math.Pow(10, Math.Max(0, Math.Floor(Math.Log10(Math.Max(1, n))) - 1));
        return ((n + place - 1) / place * place).ToString("N0", CultureInfo.InvariantCulture);
    }

    private static IEnumerable<string> Unheard(AuditReport report)
    {
        var small = report.Audit.Groups.Where(group => report.Data.Items.All(item =>
            item.Groups.FirstOrDefault(one => one.Group == group)?.N is not { } n || n < report.Audit.MinGroupSize)).Select(GroupWords.Of).ToList();
        if (small.Count > 0)
        {
            yield return $"Collect at least {report.Audit.MinGroupSize} responses to an item from {GroupWords.Listed(small)}: "
                + "until then nothing is known about them.";
        }
    }

    private static IEnumerable<string> Settled(Findings findings)
    {
        if (findings.Gravest.Count > 0 && findings.Gravest.All(one => one.Answer.Verdict == Verdict.Within) && findings.Qwk?.Verdict is null or Verdict.Met)
        {
            yield return "Nothing here speaks against it for these groups and items. Repeat the audit when scorer, items or students change; "
                + "a schedule does that.";
        }
    }
}
