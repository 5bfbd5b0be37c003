using System.Globalization;
using CsvHelper;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Reports;

/// <summary>The tables of a report one by one, as CSV: what stands in its parts, with all decimals.</summary>
internal static class ReportTables
{
    private static readonly Dictionary<string, Func<AuditReport, string>> Writers = new(StringComparer.Ordinal)
    {
        ["contrasts"] = report => OfMeasures(report, MeasureCatalogue.Primary),
        ["study"] = report => OfMeasures(report, [BiasMeasures.Accuracy, DisparityMeasures.MeanScoreGap, .. MeasureCatalogue.Primary]),
        ["rates"] = report => OfMeasures(report,
        [
            FairnessMeasures.TruePositiveRate, FairnessMeasures.FalsePositiveRate, FairnessMeasures.TruePositiveRateDifference,
            FairnessMeasures.FalsePositiveRateDifference,
        ]),
        ["agreement"] = report => OfMeasures(report, [.. Enum.GetValues<MeasureTable>().SelectMany(MeasureCatalogue.ColumnsOf).Select(one => one.Measure)]),
        ["who"] = report => Write(
            ["itemId", "group", "n", "meanHuman", "sdHuman", "score", "nAtScore"],
            from item in report.Data.Items
            let scores = item.Scale.ToGrid().Scores
            from @group in item.Groups
            from level in @group.Levels.Index()
            select new object?[] { item.ItemId, @group.Group, @group.N, @group.MeanHuman, @group.SdHuman, scores[level.Index], level.Item }),
        ["means"] = report => Write(
            ["itemId", "scorer", "split", "group", "humanScore", "n", "meanMachine", "low", "high"],
            from one in Groups(report)
            from mean in one.Group.Means.Index()
            select Row(one, one.Table.Scores[mean.Index], mean.Item.N, mean.Item.Mean, mean.Item.Low, mean.Item.High)),
        ["confusion"] = report => Write(
            ["itemId", "scorer", "split", "group", "humanScore", "machineScore", "n"],
            from one in Groups(report)
            from human in one.Group.Counts.Index()
            from machine in human.Item.Index()
            select Row(one, one.Table.Scores[human.Index], one.Table.Scores[machine.Index], machine.Item)),
        ["words"] = report => Write(
            [
                "itemId", "scorer", "split", "method", "word", "group", "n", "students", "mean", "low", "high", "contrast", "difference", "differenceLow",
                "differenceHigh",
            ],
            from table in report.Words ?? []
            from word in table.Words
            from one in word.Groups
            let contrast = word.Contrasts.FirstOrDefault(contrast => contrast.Contrast == $"{report.Audit.Groups[0]}-{one.Group}")
            select new object?[]
            {
                table.ItemId, table.Scorer, table.Split, table.Method, word.Word, one.Group, one.N, one.Students, one.Mean, one.Low, one.High,
                contrast?.Contrast, contrast?.Value, contrast?.Low, contrast?.High,
            }),
        ["distributions"] = report => Write(
            ["itemId", "scorer", "split", "group", "score", "nHuman", "nMachine"],
            from one in Groups(report)
            from level in one.Group.Human.Index()
            select Row(one, one.Table.Scores[level.Index], level.Item, one.Group.Machine[level.Index])),
    };

    /// <summary>Their names, as the parts of the report are called.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Writers.Keys];

    /// <summary>A table of a report whose small counts are suppressed; a count that is hidden, and a figure that does not exist, is empty.</summary>
    public static string Write(string name, AuditReport report) => Writers[name](report);

    private static string OfMeasures(AuditReport report, IReadOnlyList<Measure> measures)
    {
        var codes = measures.Select(measure => measure.Code).ToHashSet(StringComparer.Ordinal);
        return ReportCsv.Write([.. report.Measures.Where(row => codes.Contains(row.Measure))]);
    }

    private static IEnumerable<(ScoreTable Table, GroupTable Group)> Groups(AuditReport report) =>
        from table in report.Tables
        from @group in table.Groups
        select (table, @group);

    private static object?[] Row((ScoreTable Table, GroupTable Group) one, params object?[] values) =>
        [one.Table.ItemId, one.Table.Scorer, one.Table.Split, one.Group.Group, .. values];

    private static string Write(IReadOnlyList<string> names, IEnumerable<object?[]> rows)
    {
        using var text = new StringWriter(CultureInfo.InvariantCulture);
        using var csv = new CsvWriter(text, CultureInfo.InvariantCulture);
        foreach (var row in rows.Prepend([.. names]))
        {
            foreach (var value in row)
            {
                csv.WriteField(value is string field ? ReportCsv.Harmless(field) : Convert.ToString(value, CultureInfo.InvariantCulture));
            }
            csv.NextRecord();
        }
        csv.Flush();
        return text.ToString();
    }
}
