using System.Data;
using System.Text.Json;
using ScoringFairness.Service.Evaluation;
using ScoringFairness.Service.Reports;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Verdicts;

namespace ScoringFairness.Service.Tests.Evaluation;

/// <summary>One list of columns is the JSON, the CSV and the table of measures.</summary>
public sealed class MeasureColumnsTests
{
    private const string Header = "measure,scorer,split,comparedWith,itemId,over,level,basis,aggregation,levelsUsed,levelsLeftOut,group,contrast,form,"
        + "value,corrected,low,high,confidence,method,test,statistic,df,pValue,pAdjusted,n,nByGroup,denominators,tolerance,verdict,bound,"
        + "detectable,neededForWithin,neededForExceeds,expectedByChance,note,ofMeasure,direction";

    private const string Table = "measure, scorer, split, compared_with, item_id, over, level, basis, aggregation, levels_used, levels_left_out, "
        + "group_label, contrast, form, value, corrected, low, high, confidence, method, test, statistic, df, p_value, p_adjusted, n, n_by_group, "
        + "denominators, tolerance, verdict, bound, detectable, needed_for_within, needed_for_exceeds, expected_by_chance, note, of_measure, direction";

    private static MeasureRow Full { get; } = new()
    {
        Measure = "accuracyDifference",
        Scorer = "bert",
        Split = "mixed",
        ComparedWith = "only:a",
        ItemId = "q1",
        Over = "responses",
        Level = 2,
        Basis = "level",
        Aggregation = "mean",
        LevelsUsed = [0, 2],
        LevelsLeftOut = [1],
        Group = "a",
        Contrast = "a-b",
        Form = "reported",
        Value = 0.1,
        Corrected = 0.05,
        Low = -0.1,
        High = 1.0 / 3,
        Confidence = 0.95,
        Method = "newcombe",
        Test = "twoProportionZ",
        Statistic = 1.5,
        Df = 2,
        PValue = 1e-300,
        PAdjusted = 0.5,
        N = 12,
        NByGroup = new Dictionary<string, long> { ["a"] = 5, ["b"] = 7 },
        Denominators = new Dictionary<string, long> { ["a"] = 5 },
        Tolerance = 0.05,
        Verdict = Verdict.NotMet,
        Bound = Bound.Minimum,
        Detectable = 0.2,
        NeededForWithin = 1234567890123,
        NeededForExceeds = 987654321,
        ExpectedByChance = 0.01,
        Note = "A note.",
        OfMeasure = "qwk",
        Direction = "firstToSecond",
    };

    [Fact]
    public void Names_and_order_are_those_of_the_contract()
    {
        Assert.Equal(Header, ReportCsv.Write([]).TrimEnd());
        Assert.Equal(Table, MeasureColumns.SqlNames);
        var json = JsonSerializer.SerializeToNode(Full, JsonSerializerOptions.Web)!.AsObject();
        Assert.Equal(Header.Split(','), json.Select(property => property.Key));
        Assert.DoesNotContain(json, property => property.Value is null);
    }

    [Fact]
    public void A_row_is_read_as_it_was_stored()
    {
        using var table = new DataTable();
        foreach (var column in MeasureColumns.All)
        {
            table.Columns.Add(column.SqlName, typeof(object));
        }
        var empty = new MeasureRow { Measure = "qwk", Scorer = "human", N = 0 };
        table.Rows.Add([.. MeasureColumns.All.Select(column => column.Stored(Full))]);
        table.Rows.Add([.. MeasureColumns.All.Select(column => column.Stored(empty))]);
        using var reader = table.CreateDataReader();
        foreach (var row in new[] { Full, empty })
        {
            Assert.True(reader.Read());
            Assert.Equal(JsonSerializer.Serialize(row), JsonSerializer.Serialize(MeasureColumns.Read(reader, from: 0)));
        }
    }
}
