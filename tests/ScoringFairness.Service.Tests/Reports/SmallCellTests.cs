using CsCheck;
using ScoringFairness.Service.Host.Disclosure;
using ScoringFairness.Service.Reports;
using ScoringFairness.Statistics.Catalogue;
using ScoringFairness.Statistics.Study;
using ScoringFairness.Statistics.Tables;

namespace ScoringFairness.Service.Tests.Reports;

/// <summary>Counts of a few students do not leave the service, and cannot be had by subtraction.</summary>
public sealed class SmallCellTests
{
    private const int Least = 10;
    private static readonly Gen<long[][]> Tables = Gen.Int[2, 5].SelectMany(size => Gen.Long[0, 40].Array[size].Array[size]);

    [Fact]
    public void A_line_hides_small_counts_and_a_neighbour_that_would_give_a_single_one_away()
    {
        Assert.Equal([null, 30, null, 0], SmallCells.Line([4, 30, 12, 0], Least));
        Assert.Equal([null, null, 30, 0], SmallCells.Line([4, 5, 30, 0], Least));
        Assert.Equal([10, 30, 12, 0], SmallCells.Line([10, 30, 12, 0], Least));
    }

    [Fact]
    public void No_small_count_is_shown_and_no_line_with_its_total_has_exactly_one_hidden() => Tables.Sample(counts =>
    {
        var hidden = SmallCells.Table(counts, Least);
        var size = counts.Length;
        for (var line = 0; line < size; line++)
        {
            for (var at = 0; at < size; at++)
            {
                Assert.True(counts[line][at] is 0 or >= Least || hidden[line, at]);
            }
            Assert.NotEqual(1, Enumerable.Range(0, size + 1).Count(at => hidden[line, at]));
            Assert.NotEqual(1, Enumerable.Range(0, size + 1).Count(at => hidden[at, line]));
        }
    });

    [Fact]
    public void What_all_items_together_would_tell_about_one_item_is_told_by_no_other_item() => Tables.Array[2, 4]
        .Where(items => items.All(item => item.Length == items[0].Length)).Sample(items =>
    {
        var size = items[0].Length;
        long[][] pooled =
        [
            .. Enumerable.Range(0, size)
                .Select(row => Enumerable.Range(0, size).Select(column => items.Sum(item => item[row][column])).ToArray()),
        ];
        var shown = SuppressedTables.Of([Table(null, pooled), .. items.Select((item, at) => Table($"item {at}", item))], Least);
        for (var row = 0; row < size; row++)
        {
            Assert.NotEqual(1, shown.Count(table => table.Groups[0].Human[row] is null));
            Assert.NotEqual(1, shown.Count(table => table.Groups[0].Machine[row] is null));
            for (var column = 0; column < size; column++)
            {
                Assert.NotEqual(1, shown.Count(table => table.Groups[0].Counts[row][column] is null));
            }
        }
    });

    [Fact]
    public void A_mean_goes_with_its_count()
    {
        var group = SuppressedTables.Of([Table("a", [[2, 3], [20, 20]])], Least)[0].Groups[0];
        Assert.Null(group.Human[0]);
        Assert.Equal(new MeanAtScore(null, null, null, null), group.Means[0]);
    }

    [Theory]
    [InlineData(RowCodes.Level, 1, true)]
    [InlineData(RowCodes.Level, 2, false)]
    [InlineData(RowCodes.Level, 3, false)]
    [InlineData(RowCodes.Cut, 1, true)]
    [InlineData(RowCodes.Cut, 2, false)]
    [InlineData(RowCodes.Cut, 3, false)]
    public void A_denominator_goes_with_the_count_by_human_score_that_it_would_tell(string basis, int level, bool isTold)
    {
        var small = new SmallCounts(SuppressedTables.Of([Table("a", [[30, 0, 0, 0], [0, 20, 0, 0], [0, 0, 4, 0], [0, 0, 0, 12]])], Least), Least);
        var row = Row(level, basis) with
        {
            Group = "a",
            NByGroup = new Dictionary<string, long> { ["a"] = 66 },
            Denominators = new Dictionary<string, long> { ["a"] = 20 },
        };
        Assert.Equal((66, isTold), (small.Suppress(row).N, small.Suppress(row).Denominators!.ContainsKey("a")));
    }

    [Theory]
    [InlineData(CellCounts.ByValue, 2, true)]
    [InlineData(CellCounts.ByValue, 1, false)]
    [InlineData(CellCounts.ByDenominators, 2, false)]
    [InlineData(CellCounts.Untold, 2, false)]
    public void A_value_that_would_tell_a_suppressed_count_goes_with_its_interval(CellCounts cells, int level, bool isLeftOut)
    {
        var small = new SmallCounts(SuppressedTables.Of([Table("a", [[30, 0, 0, 0], [0, 20, 0, 0], [0, 0, 4, 0], [0, 0, 0, 12]])], Least), Least);
        var row = Row(level, RowCodes.Level) with { Group = "a", Value = 0.06, Low = 0.02, High = 0.1, NByGroup = new Dictionary<string, long> { ["a"] = 66 } };
        var shown = small.Suppress(row, cells);
        Assert.Equal(isLeftOut, (shown.Value, shown.Low, shown.High) == (null, null, null));
        Assert.Equal(isLeftOut, shown.Note is not null);
    }

    [Theory]
    [InlineData("machine", 1, null, true)]
    [InlineData("machine", 0, null, false)]
    [InlineData("another", 1, null, false)]
    [InlineData("another", 0, 6L, true)]
    public void A_value_given_the_machines_level_goes_with_the_count_of_that_level(string scorer, int level, long? denominator, bool isLeftOut)
    {
        // The machine gave level 1 to four only, the human each level to enough.
        var small = new SmallCounts(SuppressedTables.Of([Table("a", [[30, 0, 0], [16, 4, 0], [0, 0, 40]]) with { Scorer = "machine" }], Least), Least);
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
    public void A_code_that_the_catalogue_does_not_have_is_suppressed_by_the_strictest_rule()
    {
        var small = new SmallCounts(SuppressedTables.Of([Table("a", [[30, 0], [0, 4]])], Least), Least);
        var row = Row(level: 1, RowCodes.Level) with
        {
            Measure = "of an earlier version",
            Group = "a",
            Value = 0.1,
            NByGroup = new Dictionary<string, long> { ["a"] = 34 },
        };
        Assert.Null(small.Suppress(row).Value);
    }

    [Fact]
    public void Of_all_groups_together_no_total_is_told_that_would_give_a_lone_small_group_away()
    {
        var row = Row(level: null, basis: null) with { N = 105, NByGroup = new Dictionary<string, long> { ["a"] = 60, ["b"] = 40, ["c"] = 5 } };
        Assert.Null(new SmallCounts([], Least).Suppress(row).N);
        var two = row with { N = 112, NByGroup = new Dictionary<string, long> { ["a"] = 60, ["b"] = 40, ["c"] = 5, ["d"] = 7 } };
        Assert.Equal(112, new SmallCounts([], Least).Suppress(two).N);
    }

    [Fact]
    public void Of_a_group_of_a_few_a_row_tells_no_count()
    {
        var row = new SmallCounts([], Least).Suppress(Row(level: null, basis: null) with
        {
            N = 105,
            Contrast = "a-b",
            NByGroup = new Dictionary<string, long> { ["a"] = 100, ["b"] = 5 },
        });
        Assert.Null(row.N);
        Assert.Equal(["a"], row.NByGroup.Keys);
        Assert.Contains("suppressed", row.Note, StringComparison.Ordinal);
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
