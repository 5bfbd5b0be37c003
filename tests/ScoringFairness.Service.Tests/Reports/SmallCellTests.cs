using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Service.Reports;
using ScoringFairness.Service.Reports.Suppression;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Tests.Reports;

/// <summary>Counts of a few students do not leave the service, and cannot be had by subtraction.</summary>
public sealed class SmallCellTests
{
    private const int Least = 10;

    [Fact]
    public void A_line_hides_small_counts_and_a_neighbour_that_would_give_a_single_one_away()
    {
        Assert.Equal([null, 30, null, 0], SmallCells.Line([4, 30, 12, 0], Least));
        Assert.Equal([null, null, 30, 0], SmallCells.Line([4, 5, 30, 0], Least));
        Assert.Equal([10, 30, 12, 0], SmallCells.Line([10, 30, 12, 0], Least));
    }

    [Fact]
    public void A_mean_goes_with_its_count()
    {
        var group = Shown([[2, 3], [20, 20]]);
        Assert.Null(group.Human[0]);
        Assert.Equal(new MeanAtScore(null, null, null, null), group.Means[0]);
    }

    [Fact]
    public void A_table_without_small_counts_stays_as_it_is()
    {
        long[][] counts = [[30, 0, 0], [0, 20, 11], [0, 10, 14]];
        var group = Shown(counts);
        Assert.Equal(counts.Select(row => row.Select(count => (long?)count)), group.Counts);
        Assert.Equal((85L, new MeanAtScore(30, 0.5, 0.4, 0.6)), (group.N, group.Means[0]));
    }

    [Theory]
    [InlineData("machine", 1, null, true)]
    [InlineData("another", 1, null, false)]
    [InlineData("another", 0, 6L, true)]
    public void A_value_given_the_machines_level_goes_with_the_count_of_that_level(string scorer, int level, long? denominator, bool isLeftOut)
    {
        // The machine gave level 1 to four only, the human each level to enough.
        var small = Small([[30, 0, 0], [16, 4, 0], [0, 0, 40]]);
        var row = Row(level, RowCodes.Level) with
        {
            Scorer = scorer,
            Group = "a",
            Value = 0.5,
            NByGroup = new Dictionary<string, long> { ["a"] = 90 },
            Denominators = denominator is { } n ? new Dictionary<string, long> { ["a"] = n } : null,
        };
        Assert.Equal(isLeftOut, small.Suppress(row, CellCounts.ByDenominators | CellCounts.ByValue | CellCounts.ByMachineLevel).Value is null);
        Assert.NotNull(small.Suppress(row, CellCounts.ByDenominators).Value);
    }

    [Fact]
    public void A_level_of_a_few_is_not_told_by_size_and_mean()
    {
        var told = new LevelCounts([5, 40, 50, 25], [0, 1, 2, 3], Least);
        Assert.DoesNotContain(0, told.Told);
        Assert.True(told.Mean);
        // Size and mean are two equations: two hidden counts would follow from them.
        Assert.True(told.Told.Count <= 1, string.Join(",", told.Told));
        Assert.Equal([0, 1, 2, 3], new LevelCounts([15, 40, 50, 25], [0, 1, 2, 3], Least).Told.Order());
    }

    [Theory]
    [InlineData(RowCodes.Level, 0)]
    [InlineData(RowCodes.Level, 1)]
    [InlineData(RowCodes.Cut, 1)]
    public void A_code_that_the_catalogue_does_not_have_is_suppressed_by_the_strictest_rule(string basis, int level)
    {
        var row = Row(level, basis) with
        {
            Measure = "of an earlier version",
            Group = "a",
            Value = 0.123456,
            NByGroup = new Dictionary<string, long> { ["a"] = 66 },
        };
        Assert.Null(Small([[30, 0, 0, 0], [0, 20, 0, 0], [0, 0, 4, 0], [0, 0, 0, 12]]).Suppress(row).Value);
        Assert.Equal(0.123456, Small([[30, 0, 0, 0], [0, 20, 0, 0], [0, 0, 10, 0], [0, 0, 0, 12]]).Suppress(row).Value);
    }

    [Fact]
    public void Of_all_groups_together_no_total_is_told_that_would_give_a_lone_small_group_away()
    {
        var row = Row(level: null, basis: null) with { N = 105, NByGroup = new Dictionary<string, long> { ["a"] = 60, ["b"] = 40, ["c"] = 5 } };
        Assert.Null(Small().Suppress(row).N);
        var two = row with { N = 112, NByGroup = new Dictionary<string, long> { ["a"] = 60, ["b"] = 40, ["c"] = 5, ["d"] = 7 } };
        Assert.Equal(112, Small().Suppress(two).N);
    }

    [Fact]
    public void Of_a_group_of_a_few_a_row_tells_no_count()
    {
        var row = Small().Suppress(Row(level: null, basis: null) with
        {
            N = 105,
            Contrast = "a-b",
            NByGroup = new Dictionary<string, long> { ["a"] = 100, ["b"] = 5 },
        });
        Assert.Null(row.N);
        Assert.Equal(["a"], row.NByGroup.Keys);
        Assert.Contains("suppressed", row.Note, StringComparison.Ordinal);
    }

    private static SmallCounts Small(params long[][] counts)
    {
        ScoreTable[] tables = counts.Length == 0 ? [] : [Table("a", counts)];
        var disclosure = new ReportDisclosure(tables, Least);
        return new SmallCounts(disclosure, SuppressedTables.Of(tables, disclosure));
    }

    private static GroupTable Shown(long[][] counts)
    {
        ScoreTable[] tables = [Table("a", counts)];
        return SuppressedTables.Of(tables, new ReportDisclosure(tables, Least))[0].Groups[0];
    }

    private static MeasureRow Row(int? level, string? basis) => new()
    {
        Measure = FairnessMeasures.TruePositiveRate.Code,
        Scorer = "machine",
        ItemId = "a",
        N = 66,
        Level = level,
        Basis = basis,
    };

    private static ScoreTable Table(string? itemId, long[][] counts) => new()
    {
        ItemId = itemId,
        Scorer = "machine",
        Scores = [.. Enumerable.Range(0, counts.Length).Select(score => (double)score)],
        Groups =
        [
            new GroupTable
            {
                Group = "a",
                N = counts.Sum(row => row.Sum()),
                Human = [.. counts.Select(row => (long?)row.Sum())],
                Machine = [.. Enumerable.Range(0, counts.Length).Select(at => (long?)counts.Sum(row => row[at]))],
                Counts = [.. counts.Select(row => (IReadOnlyList<long?>)[.. row.Select(count => (long?)count)])],
                Means = [.. counts.Select(row => new MeanAtScore(row.Sum(), 0.5, 0.4, 0.6))],
            },
        ],
    };
}
